import { Button, Group, Input, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabelColor } from '../../../bridge/definitions';
import { toBridgeError } from '../../../bridge/errors';
import { errorText } from '../../../i18n/codes';
import { useAddLabel } from '../mutations';
import { ColorChoice } from './color-picker';

/** A new label. */
export function LabelForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const add = useAddLabel();
  const [name, setName] = useState('');
  const [color, setColor] = useState<LabelColor>('petrol');
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return setProblem(t('definitions.nameNeeded'));
    try {
      await add.mutateAsync({ name: name.trim(), color });
      onClose();
    } catch (error) {
      setProblem(toBridgeError(error).code === 'conflict' ? t('definitions.nameTaken') : errorText(t, error));
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      title={<b>{t('definitions.newLabel')}</b>}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={(event) => void save(event)} noValidate>
        <TextInput
          label={t('definitions.name')}
          data-autofocus
          maxLength={120}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(null);
          }}
          error={problem}
        />
        <Input.Label mt="sm" labelElement="div">
          {t('definitions.color')}
        </Input.Label>
        <div>
          <ColorChoice color={color} onChange={setColor} />
        </div>
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t('definitions.create')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
