import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { imports } from '../../bridge/call';
import { toastError } from '../../components/toast';
import { bodyOf } from './begun';
import { begunQuery } from './queries';
import type { Wizard } from './wizard';

const pause = 250;

export interface KeptWizard {
  /** The import has begun, which ends what was kept. */
  begun: () => void;
  discard: () => Promise<void>;
}

/** Keeps the wizard in the program, a moment after each change and when it is left. */
export function useKeptWizard(wizard: Wizard): KeptWizard {
  const client = useQueryClient();
  const { path } = wizard;
  const body = path === '' ? '' : bodyOf(wizard);
  const kept = useRef({ path: '', body: '' });
  const over = useRef(false);
  const failed = useRef(false);
  const keeping = useRef(Promise.resolve());
  const latest = useRef({ path, body });
  latest.current = { path, body };
  const keep = useRef(() => {
    const now = latest.current;
    const was = kept.current;
    if (over.current || now.path === '' || (was.path === now.path ? was.body === now.body : now.body === '')) return;
    kept.current = now;
    keeping.current = imports.keepBegun(now.path, now.body).then(
      () => {
        failed.current = false;
      },
      (error: unknown) => {
        if (!failed.current) toastError((t) => t('import.begun.notKept'), error);
        failed.current = true; // said once, tried again with the next change
        kept.current = was;
      },
    );
  }).current;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of what is to be kept is the reason to keep it
  useEffect(() => {
    const timer = setTimeout(keep, pause);
    return () => clearTimeout(timer);
  }, [path, body, keep]);
  useEffect(() => {
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
      keep();
    };
  }, [keep]);
  // What is being kept at this moment must not come after what ends it.
  const end = async () => {
    over.current = true;
    await keeping.current;
    await imports.keepBegun(latest.current.path, '');
  };
  return {
    begun: () => {
      client.removeQueries({ queryKey: begunQuery.queryKey });
      end().catch((error: unknown) => toastError((t) => t('import.begun.notDiscarded'), error));
    },
    discard: end,
  };
}
