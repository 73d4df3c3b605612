import type { AuditQuery } from '../../bridge/administration';

export type AuditFilters = Partial<AuditQuery>;

const days = /^\d{4}-\d{2}-\d{2}$/;
const keys = ['from', 'to', 'user', 'action', 'subject'] as const;

/** The address of the page holds the filters; what is not one of them is dropped. */
export function parseAuditSearch(raw: Record<string, unknown>): AuditFilters {
  const out: AuditFilters = {};
  for (const key of keys) {
    const value = raw[key];
    if (typeof value !== 'string' || value === '') continue;
    if ((key === 'from' || key === 'to') && !days.test(value)) continue;
    out[key] = value;
  }
  return out;
}

export const auditQuery = (filters: AuditFilters): AuditQuery => ({
  from: '',
  to: '',
  user: '',
  action: '',
  subject: '',
  ...filters,
});
