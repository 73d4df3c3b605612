import { IconBuilding, IconCloudUpload, IconUserOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../../bridge/types';

/** Inactive and corporate, beside the name. */
export function NameMarks({ c }: { c: ContactRow }) {
  const { t } = useTranslation();
  return (
    <>
      {c.corporate && (
        <IconBuilding
          size={14}
          role="img"
          aria-label={t('contacts.corporate')}
          color="var(--app-text-2)"
          style={{ flex: 'none' }}
        />
      )}
      {!c.active && (
        <IconUserOff
          size={14}
          role="img"
          aria-label={t('contacts.inactive')}
          color="var(--app-text-2)"
          style={{ flex: 'none' }}
        />
      )}
    </>
  );
}

export function PendingMark({ c }: { c: ContactRow }) {
  const { t } = useTranslation();
  if (!c.pending) return null;
  return <IconCloudUpload size={15} role="img" aria-label={t('contacts.pending')} color="var(--app-text-2)" />;
}
