import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ContactChange } from '../../../bridge/types';
import { Nothing } from '../../../components/nothing';
import { useFormat } from '../../../i18n/format';
import { i18n } from '../../../i18n/i18n';

/** Who changed what, and when (D2.6), newest first as Go sends it. */
export function Changes({ changes }: { changes: ContactChange[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  // The name of a field is the header of its column, or that of a custom field, which has no translation.
  const fieldName = (field: string) =>
    i18n.exists(`field.${field}`) ? t(`field.${field}` as 'field.contact_name') : field;
  const sourceName = (source: string) =>
    i18n.exists(`contact.source.${source}`) ? t(`contact.source.${source}` as 'contact.source.import') : source;
  return (
    <section>
      <h3>{t('contact.changes')}</h3>
      {changes.length === 0 ? (
        <Nothing icon={IconHistory} small title={t('contact.noChanges')} />
      ) : (
        <ol className="changes">
          {changes.map((change) => (
            <li key={`${change.at} ${change.field} ${change.new}`}>
              <div>
                <b style={{ fontWeight: 600 }}>{fieldName(change.field)}</b>{' '}
                {change.old && (
                  <>
                    <del>{change.old}</del>{' '}
                    <span aria-hidden className="sub">
                      →
                    </span>{' '}
                  </>
                )}
                {/* A note has no text here: that one was added is the change. */}
                <ins>{change.new || t(change.field === 'note' ? 'contact.noteAdded' : 'contact.blank')}</ins>
              </div>
              <div className="sub num" style={{ fontSize: 12 }}>
                {[format.dateTime(change.at), change.author, sourceName(change.source)].filter(Boolean).join(' · ')}
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
