import { useEffect, useRef } from 'react';
import { waiting } from '../../bridge/desktop';
import { toastError } from '../../components/toast';
import { whoWantsDropped } from '../../hooks/dropped-here';
import { importUnderWay } from '../../hooks/import-under-way';
import { useWaiting } from './queries';

/**
 * A file that comes from outside opens at once, unless another one is being prepared: then it waits, and nothing that the
 * person has chosen is lost. The same file a second time is the one that is open.
 */
export function useOpenWaiting(mayImport: boolean, open: (path: string) => void): void {
  const { data } = useWaiting();
  const seen = useRef(new Set<string>());
  const show = useRef(open);
  useEffect(() => {
    show.current = open;
  });
  useEffect(() => {
    if (!data || !mayImport) return;
    const fresh = data.filter((file) => !seen.current.has(file.path));
    seen.current = new Set(data.map((file) => file.path));
    const current = importUnderWay();
    const next = current === '' ? fresh[0] : fresh.find((file) => file.path === current);
    if (!next) return;
    const wants = whoWantsDropped();
    waiting.take(next.path).then(
      (mine) => {
        if (mine && next.path !== current) (wants ?? show.current)(next.path);
      },
      (error) => toastError((t) => t('waiting.failed'), error),
    );
  }, [data, mayImport]);
}
