import { useQuery } from '@tanstack/react-query';
import { settings } from '../../bridge/call';

export const useSettings = () => useQuery({ queryKey: ['setting', 'all'], queryFn: settings.get });
