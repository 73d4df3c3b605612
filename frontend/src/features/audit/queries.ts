import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { type AuditQuery, audit } from '../../bridge/administration';

/** The audit grows by what people do, without an announcement of its own: it is read again each time it is opened. */
export const useAudit = (query: AuditQuery) =>
  useInfiniteQuery({
    queryKey: ['audit', 'list', query],
    queryFn: ({ pageParam }) => audit.page(query, pageParam),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next || undefined,
    staleTime: 0,
    gcTime: 0,
  });

export const useAuditChoices = () => useQuery({ queryKey: ['audit', 'choices'], queryFn: audit.choices, staleTime: 0 });
export const useVerify = () => useMutation({ mutationFn: audit.verify });
export const useExportAudit = () => useMutation({ mutationFn: (query: AuditQuery) => audit.export(query) });
