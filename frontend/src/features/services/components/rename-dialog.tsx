import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tabulation } from '../../../bridge/administration';
import { Dialog } from '../../../components/dialog';
import { useRenameTabulation } from '../queries';
import { refusedName } from '../words';

export function RenameDialog({ tabulation, onClose }: { tabulation: Tabulation; onClose: () => void }) {
  const { t } = useTranslation();
  const rename = useRenameTabulation();
  const [name, setName] = useState(tabulation.name);
  const [nameless, setNameless] = useState(false);
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('admin.tabulations.renameTitle', { name: tabulation.name })}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={rename.isPending}>
            {t('admin.tabulations.rename')}
          </Button>
        </>
      }
      onSubmit={() => {
        setNameless(name.trim() === '');
        if (name.trim() !== '') rename.mutate({ id: tabulation.id, name: name.trim() }, { onSuccess: onClose });
      }}
    >
      <TextInput
        data-autofocus
        required
        maxLength={120}
        label={t('admin.tabulations.name')}
        description={t('admin.tabulations.renameHint')}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={
          nameless
            ? t('admin.tabulations.nameNeeded')
            : rename.isError
              ? refusedName(t, rename.error, t('admin.tabulations.nameTaken')).text
              : null
        }
      />
    </Dialog>
  );
}
