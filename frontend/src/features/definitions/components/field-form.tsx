import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldType, fieldTypes } from '../../../bridge/definitions';
import { toBridgeError } from '../../../bridge/errors';
import { errorText } from '../../../i18n/codes';
import { useAddField } from '../mutations';
import { ChoicesEditor } from './choices-editor';

/** A new custom field: its type is for good. */
export function FieldForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const add = useAddField();
  const [name, setName] = useState('');
  const [type, setType] = useState<FieldType>('text');
  const [choices, setChoices] = useState<string[]>([]);
  const [problem, setProblem] = useState<{ field: string; text: string } | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return setProblem({ field: 'name', text: t('definitions.nameNeeded') });
    if (type === 'choice' && choices.length === 0)
      return setProblem({ field: 'choices', text: t('definitions.choicesNeeded') });
    try {
      await add.mutateAsync({ name: name.trim(), type, choices: type === 'choice' ? choices : [] });
      onClose();
    } catch (error) {
      const { code, field } = toBridgeError(error);
      setProblem({
        field: field || 'name',
        text: code === 'conflict' ? t('definitions.nameTaken') : errorText(t, error),
      });
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={480}
      title={<b>{t('definitions.newField')}</b>}
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
          error={problem?.field === 'name' ? problem.text : null}
        />
        <Select
          mt="sm"
          label={t('definitions.type')}
          description={t('definitions.typeHint')}
          allowDeselect={false}
          value={type}
          onChange={(value) => setType((value ?? 'text') as FieldType)}
          data={fieldTypes.map((value) => ({ value, label: t(`definitions.types.${value}`) }))}
        />
        {type === 'choice' && (
          <ChoicesEditor
            choices={choices}
            onChange={(next) => {
              setChoices(next);
              setProblem(null);
            }}
            error={problem?.field === 'choices' ? problem.text : null}
          />
        )}
        {problem && problem.field !== 'name' && problem.field !== 'choices' && (
          <p role="alert" style={{ color: 'var(--mantine-color-error)', fontSize: 13 }}>
            {problem.text}
          </p>
        )}
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
