import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldType, fieldTypes } from '../../../bridge/definitions';
import { FormDialog } from '../../../components/form-dialog';
import { useAddField } from '../mutations';
import { useNewDefinition } from '../use-new-definition';
import { ChoicesEditor } from './choices-editor';

/** A new custom field: its type is for good. */
export function FieldForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const add = useAddField();
  const [type, setType] = useState<FieldType>('text');
  const [choices, setChoices] = useState<string[]>([]);
  const form = useNewDefinition(
    (name) => add.mutateAsync({ name, type, choices: type === 'choice' ? choices : [] }),
    () =>
      type === 'choice' && choices.length === 0 ? { field: 'choices', text: t('definitions.choicesNeeded') } : null,
    onClose,
  );
  const { problem } = form;
  return (
    <FormDialog
      title={t('definitions.newField')}
      submit={t('definitions.create')}
      busy={add.isPending}
      dirty={form.name !== '' || choices.length > 0}
      size={480}
      onClose={onClose}
      onSubmit={form.save}
    >
      <TextInput className="wide" {...form.nameField} />
      <Select
        className="wide"
        label={t('definitions.type')}
        description={t('definitions.typeHint')}
        allowDeselect={false}
        value={type}
        onChange={(value) => setType((value ?? 'text') as FieldType)}
        data={fieldTypes.map((value) => ({ value, label: t(`definitions.types.${value}`) }))}
      />
      {type === 'choice' && (
        <div className="wide">
          <ChoicesEditor
            choices={choices}
            onChange={(next) => {
              setChoices(next);
              form.clear();
            }}
            error={problem?.field === 'choices' ? problem.text : null}
          />
        </div>
      )}
      {problem && problem.field !== 'name' && problem.field !== 'choices' && (
        <p className="wide dlg-error" role="alert">
          {problem.text}
        </p>
      )}
    </FormDialog>
  );
}
