import { useQuery } from '@tanstack/react-query';
import { avatars } from '../bridge/form';

/** Milliseconds in which the contacts that come into sight are asked for together. */
const TOGETHER_MS = 12;

let waiting: { id: string; done: (url: string) => void; fail: (error: unknown) => void }[] = [];

/** Cards come into sight by the dozen: one call for all of them. */
function load(id: string): Promise<string> {
  return new Promise((done, fail) => {
    waiting.push({ id, done, fail });
    if (waiting.length > 1) return;
    setTimeout(() => {
      const batch = waiting;
      waiting = [];
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

/** The picture of a contact as a data URL, "" for none or not yet. */
export function useAvatar(id: string | undefined): string {
  const { data } = useQuery({
    queryKey: ['contact', 'avatar', id],
    queryFn: () => load(id as string),
    enabled: id !== undefined && id !== '',
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
  return data ?? '';
}
