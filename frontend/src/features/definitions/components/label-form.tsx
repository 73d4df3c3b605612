import { Input, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabelColor } from '../../../bridge/definitions';
import { FormDialog } from '../../../components/form-dialog';
import { useAddLabel } from '../mutations';
import { useNewDefinition } from '../use-new-definition';
import { ColorChoice } from './color-picker';

/** A new label. */
export function LabelForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const add = useAddLabel();
  const [color, setColor] = useState<LabelColor>('petrol');
  const form = useNewDefinition(
    (name) => add.mutateAsync({ name, color }),
    () => null,
    onClose,
  );
  return (
    <FormDialog
      title={t('definitions.newLabel')}
      submit={t('definitions.create')}
      busy={add.isPending}
      dirty={form.name !== ''}
      size={520}
      onClose={onClose}
      onSubmit={form.save}
    >
      <TextInput className="wide" {...form.nameField} error={form.problem?.text} />
      <div className="wide">
        <Input.Label labelElement="div">{t('definitions.color')}</Input.Label>
        <ColorChoice color={color} onChange={setColor} />
      </div>
    </FormDialog>
  );
}
