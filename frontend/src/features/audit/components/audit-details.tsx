import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../bridge/administration';
import { useFormat } from '../../../i18n/format';
import { actionWord, detailWord, valueWord } from '../words';
import { AuditSubject, type ContactLink } from './audit-subject';

interface Props {
  entry: AuditEntry;
  contactLink: ContactLink;
  onClose: () => void;
}

/** Everything that one entry says, under the list. */
export function AuditDetails({ entry, contactLink, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className="audit-details" aria-label={t('admin.audit.details', { seq: entry.seq })}>
      <header>
        <h2>{actionWord(t, entry.action)}</h2>
        <span className="sub num">{format.dateTime(entry.at)}</span>
        <div className="grow" />
        <ActionIcon variant="subtle" color="gray" aria-label={t('admin.audit.close')} onClick={onClose}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </header>
      <dl>
        <div>
          <dt>{t('admin.audit.subject')}</dt>
          <dd>
            <AuditSubject entry={entry} contactLink={contactLink} />
          </dd>
        </div>
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
    </section>
  );
}
