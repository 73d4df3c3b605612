import { ActionIcon } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../bridge/administration';
import { ErrorCallout } from '../../../components/error-callout';
import { useFormat } from '../../../i18n/format';
import { type AuditFilters, auditQuery } from '../filters';
import { useAudit } from '../queries';
import { actionWord, detailWord, sourceWord, subjectWord, valueWord } from '../words';

interface Props {
  filters: AuditFilters;
  contactLink: (id: string, name: string) => ReactNode;
}

/** Endless: the next page is fetched shortly before the end comes into sight. */
export function AuditList({ filters, contactLink }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit(auditQuery(filters));
  const { ref, entry } = useIntersection({ rootMargin: '600px' });
  const [open, setOpen] = useState<number | null>(null);
  const near = entry?.isIntersecting ?? false;
  const pages = data?.pages.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that did not push the end out of sight asks for the next
  useEffect(() => {
    if (near && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [near, hasNextPage, isFetchingNextPage, pages]);
  if (error && !data) {
    return <ErrorCallout error={error} title={t('admin.loadFailed')} onRetry={() => void refetch()} />;
  }
  if (!data) return null;
  const entries = data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) {
    return (
      <div className="panel admin-empty">
        <h2>{t('admin.audit.empty')}</h2>
        <p className="sub">{t('admin.audit.emptyHint')}</p>
      </div>
    );
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
      <div className="panel admin-table" role="region" aria-label={t('admin.audit.list')} tabIndex={0}>
        <table className="vt audit">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden-text">{t('common.details')}</span>
              </th>
              {(['when', 'who', 'action', 'subject', 'source'] as const).map((col) => (
                <th key={col} scope="col">
                  {t(`admin.audit.${col}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.map((e) => (
              <Fragment key={e.seq}>
                <Row
                  entry={e}
                  open={open === e.seq}
                  onOpen={() => setOpen(open === e.seq ? null : e.seq)}
                  contactLink={contactLink}
                />
                {open === e.seq && <Details entry={e} />}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      <p ref={ref} className="sub audit-end" role="status">
        {isFetchingNextPage ? t('admin.audit.loading') : hasNextPage ? '' : t('admin.audit.end')}
      </p>
    </>
  );
}

interface RowProps {
  entry: AuditEntry;
  open: boolean;
  onOpen: () => void;
  contactLink: Props['contactLink'];
}

function Row({ entry, open, onOpen, contactLink }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <tr>
      <td>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-expanded={open}
          aria-label={t('admin.audit.show', { seq: entry.seq })}
          onClick={onOpen}
        >
          {open ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />}
        </ActionIcon>
      </td>
      <td className="num">{format.dateTime(entry.at)}</td>
      <td>{entry.actor || <span className="sub">{t('admin.audit.system')}</span>}</td>
      <td>{actionWord(t, entry.action)}</td>
      <td>
        <Subject entry={entry} contactLink={contactLink} />
      </td>
      <td className="sub">{sourceWord(t, entry.source)}</td>
    </tr>
  );
}

function Subject({ entry, contactLink }: Pick<RowProps, 'entry' | 'contactLink'>) {
  const { t } = useTranslation();
  const { subjectKind: kind, subjectName: name, subjectId: id } = entry;
  if (kind === 'contact') return contactLink(id, name || t('admin.audit.kind.contact'));
  if (kind !== '') {
    return (
      <>
        <span className="sub">{t(`admin.audit.kind.${kind}` as 'admin.audit.kind.user')}</span> {name}
      </>
    );
  }
  return subjectWord(t, entry) || <span className="sub">—</span>;
}

function Details({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  return (
    <tr className="audit-details">
      <td />
      <td colSpan={5}>
        <dl aria-label={t('admin.audit.details', { seq: entry.seq })}>
          {entry.details.map((d) => (
            <div key={d.name}>
              <dt>{detailWord(t, d.name)}</dt>
              <dd>{valueWord(t, entry, d.name, d.value)}</dd>
            </div>
          ))}
          {entry.subjectId && (
            <div>
              <dt>ID</dt>
              <dd className="fingerprint">{entry.subjectId}</dd>
            </div>
          )}
          <div>
            <dt>
              {t('admin.audit.hash')} {entry.seq}
            </dt>
            <dd className="fingerprint">{entry.hash}</dd>
          </div>
        </dl>
      </td>
    </tr>
  );
}
