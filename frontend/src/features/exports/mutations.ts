import { useMutation, useQueryClient } from '@tanstack/react-query';
import { exportsApi } from '../../bridge/call';
import type { ExportFormat, Selection } from '../../bridge/types';

export function useStartExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ selection, format }: { selection: Selection; format: ExportFormat }) =>
      exportsApi.start(selection, format),
    onSuccess: () => client.invalidateQueries({ queryKey: ['job'] }),
  });
}
