import { Button, Select, TagsInput, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../bridge/form';
import { useForm } from '../form-context';
import { date } from '../masks';
import { inputWrapperOrder, Masked, Part, usePart } from './field';

/** The organization's own fields, by their type, and a new one on the fly (D1.7). */
export function CustomBlock() {
  const { t } = useTranslation();
  const { definitions, values } = useForm();
  const [adding, setAdding] = useState(false);
  const all = [...definitions, ...values.newFields];
  return (
    <>
      {all.length > 0 && (
        <div className="cf-grid">
          {all.map((f) => (
            <CustomField key={f.id || f.name} field={f} />
          ))}
        </div>
      )}
      {adding ? (
        <NewField taken={all.map((f) => f.name.toLocaleLowerCase())} onClose={() => setAdding(false)} />
      ) : (
        <Button variant="default" size="xs" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
          {t('contactForm.custom.add')}
        </Button>
      )}
    </>
  );
}

function CustomField({ field }: { field: FormField }) {
  const { t } = useTranslation();
  const { values, change } = useForm();
  const name = `custom_fields.${field.name}`;
  const part = usePart(name);
  const value = values.custom[field.name] ?? '';
  const set = (text: string) => change((v) => ({ ...v, custom: { ...v.custom, [field.name]: text } }));
  const shared = { label: field.name, inputWrapperOrder, ...part };
  return (
    <Part part={name}>
      {field.type === 'choice' ? (
        <Select
          data={value !== '' && !field.choices.includes(value) ? [...field.choices, value] : field.choices}
          value={value === '' ? null : value}
          onChange={(next) => set(next ?? '')}
          searchable={field.choices.length > 8}
          clearable
          clearButtonProps={{ 'aria-label': t('contactForm.clear', { name: field.name }) }}
          comboboxProps={{ withinPortal: false }}
          {...shared}
        />
      ) : field.type === 'date' ? (
        <Masked
          mask={date}
          value={value}
          onChange={set}
          {...shared}
          inputMode="numeric"
          placeholder={t('contactForm.datePh')}
        />
      ) : (
        <TextInput
          value={value}
          inputMode={field.type === 'number' ? 'decimal' : undefined}
          onChange={(e) => set(e.currentTarget.value)}
          {...shared}
        />
      )}
    </Part>
  );
}

const types = ['text', 'number', 'date', 'choice'] as const;

function NewField({ taken, onClose }: { taken: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const { change } = useForm();
  const [name, setName] = useState('');
  const [type, setType] = useState<FormField['type']>('text');
  const [choices, setChoices] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const given = name.trim();
  const nameError =
    given === ''
      ? t('contactForm.custom.nameNeeded')
      : taken.includes(given.toLocaleLowerCase())
        ? t('contactForm.custom.nameTaken')
        : undefined;
  const choiceError = type === 'choice' && choices.length === 0 ? t('contactForm.custom.choiceNeeded') : undefined;
  const add = () => {
    setTried(true);
    if (nameError || choiceError) return;
    const field: FormField = { id: '', name: given, type, choices: type === 'choice' ? choices : [] };
    change((v) => ({ ...v, newFields: [...v.newFields, field], custom: { ...v.custom, [given]: '' } }));
    onClose();
  };
  return (
    <fieldset className="cf-new">
      <legend className="hidden-text">{t('contactForm.custom.add')}</legend>
      <TextInput
        data-autofocus
        autoFocus
        label={t('contactForm.custom.name')}
        value={name}
        maxLength={120}
        onChange={(e) => setName(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key !== 'Enter' || e.ctrlKey || e.metaKey) return;
          e.preventDefault();
          add();
        }}
        error={tried && nameError}
      />
      <Select
        label={t('contactForm.custom.type')}
        data={types.map((value) => ({ value, label: t(`contactForm.custom.types.${value}`) }))}
        value={type}
        onChange={(next) => setType((next ?? 'text') as FormField['type'])}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      {type === 'choice' && (
        <TagsInput
          className="wide"
          label={t('contactForm.custom.choices')}
          description={t('contactForm.custom.choicesHint')}
          value={choices}
          onChange={setChoices}
          comboboxProps={{ withinPortal: false }}
          error={tried && choiceError}
        />
      )}
      <div className="cf-acts wide">
        <Button size="xs" variant="light" onClick={add}>
          {t('contactForm.custom.addThis')}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </fieldset>
  );
}
