import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { account, type Presence } from '../../bridge/administration';

export const useAccount = () => useQuery({ queryKey: ['user', 'own'], queryFn: account.get });

export function useOwnPresence() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ presence, reason }: { presence: Presence; reason: string }) => account.setPresence(presence, reason),
    onSettled: () => client.invalidateQueries({ queryKey: ['user'] }),
  });
}

export const useChangePassword = () =>
  useMutation({
    mutationFn: ({ current, next }: { current: string; next: string }) => account.changePassword(current, next),
    gcTime: 0,
  });
