import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../bridge/administration';
import { subjectWord } from '../words';

/** Another screen is linked by the shell. In the list it is no tab stop of its own. */
export type ContactLink = (id: string, name: string, inList: boolean) => ReactNode;

interface Props {
  entry: AuditEntry;
  contactLink: ContactLink;
  inList?: boolean;
}

/** What an entry is about, by the name it has now. */
export function AuditSubject({ entry, contactLink, inList = false }: Props) {
  const { t } = useTranslation();
  const { subjectKind: kind, subjectName: name, subjectId: id } = entry;
  if (kind === 'contact') return contactLink(id, name || t('admin.audit.kind.contact'), inList);
  if (kind !== '') {
    return (
      <>
        <span className="sub">{t(`admin.audit.kind.${kind}` as 'admin.audit.kind.user')}</span> {name}
      </>
    );
  }
  return subjectWord(t, entry) || <span className="sub">—</span>;
}
