import { Button } from '@mantine/core';
import { IconHeadset, IconMail, IconMailCheck, IconMailOff, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceRow } from '../../../bridge/administration';
import { ErrorCallout } from '../../../components/error-callout';
import { Nothing } from '../../../components/nothing';
import { useServices } from '../queries';
import { ServiceDialog } from './service-dialog';

/** The queues, each with what its mailbox is worth: e-mail goes to a validated one only (D5.2). */
export function ServiceList() {
  const { t } = useTranslation();
  const { data, error, refetch } = useServices();
  const [open, setOpen] = useState<ServiceRow | 'new' | null>(null);
  if (error && !data) {
    return <ErrorCallout error={error} title={t('admin.loadFailed')} onRetry={() => void refetch()} />;
  }
  if (!data) return null;
  return (
    <>
      <div className="admin-tools">
        <p className="sub admin-hint">{t('admin.services.hint')}</p>
        <div className="grow" />
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
          {t('admin.services.new')}
        </Button>
      </div>
      {data.length === 0 ? (
        <Nothing icon={IconHeadset} title={t('admin.services.empty')} text={t('admin.services.emptyHint')} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
        <div className="panel admin-table" role="region" aria-label={t('admin.services.tab.services')} tabIndex={0}>
          <table className="vt">
            <thead>
              <tr>
                {(['name', 'mailbox', 'state'] as const).map((col) => (
                  <th key={col} scope="col">
                    {t(`admin.services.${col}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.map((row) => (
                <tr key={row.id}>
                  <th scope="row" className="admin-cell">
                    <button type="button" className="admin-name" onClick={() => setOpen(row)}>
                      {row.name}
                    </button>
                  </th>
                  <td>{row.mailbox || <span className="sub">—</span>}</td>
                  <td>
                    <MailboxState row={row} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open && <ServiceDialog service={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function MailboxState({ row }: { row: ServiceRow }) {
  const { t } = useTranslation();
  const [Icon, color, word] =
    row.mailbox === ''
      ? [IconMailOff, 'var(--app-text-2)', t('admin.services.noMailbox')]
      : row.validated
        ? [IconMailCheck, 'var(--st-ok-fg)', t('admin.services.validated')]
        : [IconMail, 'var(--st-warn-fg)', t('admin.services.notValidated')];
  return (
    <span className="why">
      <Icon size={16} color={color} aria-hidden />
      {word}
    </span>
  );
}
