import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tabulation } from '../../../bridge/administration';
import { useRenameTabulation } from '../queries';
import { refusedName } from '../words';

export function RenameDialog({ tabulation, onClose }: { tabulation: Tabulation; onClose: () => void }) {
  const { t } = useTranslation();
  const rename = useRenameTabulation();
  const [name, setName] = useState(tabulation.name);
  const [nameless, setNameless] = useState(false);
  return (
    <Modal
      opened
      onClose={onClose}
      title={<b>{t('admin.tabulations.renameTitle', { name: tabulation.name })}</b>}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        noValidate
        className="dialog-form"
        onSubmit={(e) => {
          e.preventDefault();
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
        <div className="dialog-acts">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={rename.isPending}>
            {t('admin.tabulations.rename')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
