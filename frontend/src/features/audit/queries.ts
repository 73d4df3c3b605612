import { useMutation, useQueries, useQuery } from '@tanstack/react-query';
import { type AuditEntry, type AuditPage, type AuditQuery, audit } from '../../bridge/administration';

/** Entries of one page, as Go has them. */
export const AUDIT_PAGE = 200;

/**
 * The newest entries, how many there are, and up to which: the audit grows by what people do, without an announcement of its
 * own, so it is read again each time it is opened, and then stands still.
 */
export const useAuditHead = (query: AuditQuery) =>
  useQuery({ queryKey: ['audit', 'head', query], queryFn: () => audit.page(query, 0, 0), staleTime: 0, gcTime: 0 });

/** The entries from..to, by place; undefined where they are still on their way. */
export function useAuditRows(query: AuditQuery, head: AuditPage, from: number, to: number) {
  const first = Math.max(1, Math.floor(from / AUDIT_PAGE));
  const last = Math.floor(Math.max(from, to - 1) / AUDIT_PAGE);
  const pages = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['audit', 'page', query, head.upTo, page],
      queryFn: () => audit.page(query, head.upTo, page * AUDIT_PAGE),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
    })),
  });
  const failed = results.find((r) => r.isError);
  const at = (row: number): AuditEntry | undefined => {
    const page = Math.floor(row / AUDIT_PAGE);
    return (page === 0 ? head : results[page - first]?.data)?.entries[row % AUDIT_PAGE];
  };
  return { at, error: failed?.error, retry: () => void failed?.refetch() };
}

export const useAuditChoices = () => useQuery({ queryKey: ['audit', 'choices'], queryFn: audit.choices, staleTime: 0 });
export const useVerify = () => useMutation({ mutationFn: audit.verify });
export const useExportAudit = () => useMutation({ mutationFn: (query: AuditQuery) => audit.export(query) });
