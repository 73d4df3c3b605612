import { useQuery } from '@tanstack/react-query';
import { permissions, users } from '../../bridge/administration';

export const useUsers = () => useQuery({ queryKey: ['user', 'managed'], queryFn: users.list });
export const useMatrix = () => useQuery({ queryKey: ['user', 'permissions'], queryFn: permissions.matrix });
