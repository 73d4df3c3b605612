import { Button } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { revealFile } from '../../../bridge/administration';
import { Callout } from '../../../components/callout';
import { ErrorCallout } from '../../../components/error-callout';
import { toast, toastError } from '../../../components/toast';
import { type AuditFilters, auditQuery } from '../filters';
import { useExportAudit, useVerify } from '../queries';
import { AuditFilterBar } from './audit-filter-bar';
import { AuditList } from './audit-list';
import type { ContactLink } from './audit-subject';

interface Props {
  filters: AuditFilters;
  onFilters: (filters: AuditFilters) => void;
  mayRead: boolean;
  desktop: boolean;
  contactLink: ContactLink;
}

/** Who did what, when and from where (D9.3). */
export function AuditPage({ filters, onFilters, mayRead, desktop, contactLink }: Props) {
  const { t } = useTranslation();
  const verify = useVerify();
  const save = useExportAudit();
  if (!mayRead) {
    return (
      <div className="page">
        <div className="pagein">
          <div className="pagehead">
            <h1>{t('admin.audit.title')}</h1>
          </div>
          <Callout kind="info" title={t('admin.noPermission')} />
        </div>
      </div>
    );
  }
  const exported = (path: string) => {
    if (path === '') return; // cancelled
    toast({
      kind: 'ok',
      title: (t) => t('admin.audit.exported'),
      action: desktop ? { label: (t) => t('admin.audit.openFolder'), run: () => void revealFile(path) } : undefined,
    });
  };
  return (
    <div className="page audit-page">
      <div className="pagein">
        <div className="pagehead" style={{ marginBottom: 4 }}>
          <h1>{t('admin.audit.title')}</h1>
          <div className="grow" />
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={16} aria-hidden />}
            loading={verify.isPending}
            onClick={() => verify.mutate()}
          >
            {t('admin.audit.verify')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            loading={save.isPending}
            onClick={() =>
              save.mutate(auditQuery(filters), {
                onSuccess: exported,
                onError: (error) => toastError((t) => t('admin.audit.exportFailed'), error),
              })
            }
          >
            {t('admin.audit.export')}
          </Button>
        </div>
        <p className="sub admin-hint" style={{ marginBottom: 14 }}>
          {t('admin.audit.hint')}
        </p>
        <div className="stack">
          {verify.isError && <ErrorCallout error={verify.error} title={t('admin.audit.verifyFailed')} />}
          {verify.data &&
            (verify.data.broken === 0 ? (
              <Callout kind="ok" title={t('admin.audit.intact')}>
                <p className="num">{t('admin.audit.intactHint', { count: verify.data.entries })}</p>
              </Callout>
            ) : (
              <Callout kind="err" title={t('admin.audit.broken', { seq: verify.data.broken })}>
                <p>{t('admin.audit.brokenHint')}</p>
              </Callout>
            ))}
          <AuditFilterBar filters={filters} onFilters={onFilters} />
          <AuditList key={JSON.stringify(filters)} filters={filters} contactLink={contactLink} />
        </div>
      </div>
    </div>
  );
}
