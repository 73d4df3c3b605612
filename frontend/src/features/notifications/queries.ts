import { queryOptions, useQuery } from '@tanstack/react-query';
import { notices } from '../../bridge/call';

export const noticeQuery = queryOptions({ queryKey: ['notice', 'list'], queryFn: notices.list });
export const useNotices = () => useQuery(noticeQuery);
