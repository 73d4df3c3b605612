import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { contacts } from '../../bridge/call';
import type { DocumentKind } from '../../bridge/types';

/** Milliseconds a revealed document stays readable. */
export const REVEAL_MS = 30_000;

/** Shows a masked document for 30 s. Each reveal is audited by Go, and nothing of it is kept in the query cache. */
export function useReveal(id: string, kind: DocumentKind) {
  const [shown, setShown] = useState<{ id: string; value: string } | null>(null);
  const ask = useMutation({
    mutationFn: () => contacts.revealDocument(id, kind),
    onSuccess: (value) => setShown({ id, value }),
    gcTime: 0,
  });
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(null), REVEAL_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return {
    // A value read for another contact is never shown for this one.
    value: shown?.id === id ? shown.value : null,
    pending: ask.isPending,
    error: ask.error,
    reveal: () => ask.mutate(),
    hide: () => setShown(null),
  };
}
