import { IconSearchOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorCallout } from '../../../components/error-callout';
import { Nothing } from '../../../components/nothing';
import { type AuditFilters, auditQuery } from '../filters';
import { useAuditHead } from '../queries';
import { AuditGrid } from './audit-grid';
import type { ContactLink } from './audit-subject';

interface Props {
  filters: AuditFilters;
  contactLink: ContactLink;
}

/** The entries that the filters let through, or why there are none. */
export function AuditList({ filters, contactLink }: Props) {
  const { t } = useTranslation();
  const query = auditQuery(filters);
  const { data, error, refetch } = useAuditHead(query);
  if (error && !data) {
    return <ErrorCallout error={error} title={t('admin.loadFailed')} onRetry={() => void refetch()} />;
  }
  if (!data) return null;
  if (data.total === 0) {
    return <Nothing icon={IconSearchOff} title={t('admin.audit.empty')} text={t('admin.audit.emptyHint')} />;
  }
  return (
    <>
      <p className="sub num audit-count" role="status">
        {t('admin.audit.count', { count: data.total })}
      </p>
      <AuditGrid query={query} head={data} contactLink={contactLink} />
    </>
  );
}
