import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/dialog';
import { toastError } from '../../../components/toast';

interface Row {
  id: string;
  name: string;
  contacts: number;
}

interface Props {
  kind: 'field' | 'label';
  row: Row | null;
  onClose: () => void;
  onArchive: (row: Row) => Promise<void>;
}

/** Says what archiving does, and what it does not. */
export function ArchiveDialog({ kind, row, onClose, onArchive }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  if (!row) return null;
  const archive = async () => {
    setBusy(true);
    try {
      await onArchive(row);
      onClose();
    } catch (error) {
      toastError((t) => t('definitions.notSaved'), error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      size={480}
      title={t(`definitions.archiveTitle.${kind}`, { name: row.name })}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button onClick={() => void archive()} loading={busy} data-autofocus>
            {t('definitions.archive')}
          </Button>
        </>
      }
    >
      <ul className="deffacts">
        <li>
          {row.contacts === 0
            ? t('definitions.archiveUnused')
            : t(`definitions.archiveUsed.${kind}`, { count: row.contacts })}
        </li>
        <li>{t(`definitions.archiveOffer.${kind}`)}</li>
        <li>{t(`definitions.archiveImport.${kind}`)}</li>
        <li>{t('definitions.archiveBack')}</li>
      </ul>
    </Dialog>
  );
}
