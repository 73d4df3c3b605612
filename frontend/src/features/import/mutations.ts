import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { imports, jobs } from '../../bridge/call';
import type { ImportSource } from '../../bridge/types';

/** Starts the dry run of a source and answers its job; leaving, or another source, cancels it. */
export function useCheck(source: ImportSource) {
  const [job, setJob] = useState<{ key: string; id: string }>({ key: '', id: '' });
  const [error, setError] = useState<{ key: string; reason: unknown } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const key = `${attempt} ${JSON.stringify(source)}`;
  useEffect(() => {
    let left = false;
    let started = '';
    const wanted = JSON.parse(key.slice(key.indexOf(' ') + 1)) as ImportSource;
    imports.check(wanted).then(
      (id) => {
        started = id;
        // Left before Go answered: nobody waits for this dry run any more.
        if (left) void jobs.cancel(id).catch(() => undefined);
        else setJob({ key, id });
      },
      (reason: unknown) => {
        if (!left) setError({ key, reason });
      },
    );
    return () => {
      left = true;
      // It may have ended by itself; Go then refuses, and there is nothing to tell.
      if (started) void jobs.cancel(started).catch(() => undefined);
    };
  }, [key]);
  return {
    jobId: job.key === key ? job.id : '',
    error: error?.key === key ? error.reason : null,
    retry: () => setAttempt((n) => n + 1),
  };
}

export function useStartImport(onStarted: (jobId: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (source: ImportSource) => imports.start(source),
    onSuccess: (id) => {
      void client.invalidateQueries({ queryKey: ['job'] });
      onStarted(id);
    },
  });
}
