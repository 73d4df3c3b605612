import { useQuery } from '@tanstack/react-query';
import { avatars } from '../bridge/form';

/** Milliseconds in which the contacts that come into sight are asked for together, and those that rush past are not. */
const TOGETHER_MS = 40;

let waiting: { id: string; signal: AbortSignal; done: (url: string) => void; fail: (error: unknown) => void }[] = [];

/** Rows and cards come into sight by the dozen: one call for all that are still there. */
function load(id: string, signal: AbortSignal): Promise<string> {
  return new Promise((done, fail) => {
    waiting.push({ id, signal, done, fail });
    if (waiting.length > 1) return;
    setTimeout(() => {
      const batch = waiting.filter((w) => !w.signal.aborted);
      waiting = [];
      if (batch.length === 0) return;
      avatars([...new Set(batch.map((w) => w.id))]).then(
        (urls) => {
          for (const w of batch) w.done(urls.get(w.id) ?? '');
        },
        (error) => {
          for (const w of batch) w.fail(error);
        },
      );
    }, TOGETHER_MS);
  });
}

/** The picture of a contact that has one, as a data URL; "" for not yet. */
export function useAvatar(id: string, has: boolean): string {
  const { data } = useQuery({
    queryKey: ['contact', 'avatar', id],
    queryFn: ({ signal }) => load(id, signal),
    enabled: has,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
  return has ? (data ?? '') : '';
}
