import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type BatchAction, batches } from '../../bridge/batches';
import type { Selection } from '../../bridge/types';

interface Batch {
  action: BatchAction;
  /** Id, "" where the action needs none. */
  label: string;
  selection: Selection;
}

export function useStartBatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, label, selection }: Batch) => batches.start(action, label, selection),
    onSuccess: () => client.invalidateQueries({ queryKey: ['job'] }),
  });
}
