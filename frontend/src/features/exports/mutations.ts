import { useMutation, useQueryClient } from '@tanstack/react-query';
import { exportsApi } from '../../bridge/call';
import type { Selection } from '../../bridge/types';

export function useStartExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (selection: Selection) => exportsApi.start(selection, 'csv'),
    onSuccess: () => client.invalidateQueries({ queryKey: ['job'] }),
  });
}
