import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ServiceRow, services, tabulations } from '../../bridge/administration';

// Services and tabulations are settings of the organization (D9.4): Go announces services as such.
export const useServices = () => useQuery({ queryKey: ['setting', 'services'], queryFn: services.list });
export const useTabulations = () => useQuery({ queryKey: ['tabulation'], queryFn: tabulations.list });

function useChange<Sent, Answer>(entity: 'setting' | 'tabulation', send: (sent: Sent) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: [entity] }),
  });
}

export const useSaveService = () => useChange('setting', (row: ServiceRow) => services.save(row));
export const useAddTabulation = () =>
  useChange('tabulation', ({ name, service }: { name: string; service: string }) => tabulations.add(name, service));
export const useRenameTabulation = () =>
  useChange('tabulation', ({ id, name }: { id: string; name: string }) => tabulations.rename(id, name));
export const useArchiveTabulation = () =>
  useChange('tabulation', ({ id, archived }: { id: string; archived: boolean }) =>
    tabulations.setArchived(id, archived),
  );
