import { Checkbox, SegmentedControl, TagsInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { lookups } from '../../../bridge/call';
import { useForm } from '../form-context';
import { cnpj, cpf, date, zip } from '../masks';
import { AvatarPicker } from './avatar-picker';
import { CustomBlock } from './custom-block';
import { Choice, Field, Part, usePart } from './field';
import { PhoneList } from './phone-list';

/** Exactly what D1.4 names. */
const genders = ['Masculino', 'Feminino', 'Não Informado'];

export function FormBlocks({ onCropping }: { onCropping: (cropping: boolean) => void }) {
  const { t } = useTranslation();
  const { values } = useForm();
  const channels = useQuery({ queryKey: ['contact', 'channels'], queryFn: lookups.channels, staleTime: 60_000 });
  const corporate = values.fields.corporate === 'true';
  return (
    <>
      <Block title={t('contactForm.block.person')}>
        <AvatarPicker onCropping={onCropping} />
        <Kind />
        <div className="cf-grid">
          <Field name="name" wide required autoFocus />
          {corporate && <Field name="cnpj" mask={cnpj} placeholder="12.ABC.345/01DE-35" />}
          <Field name="cpf" mask={cpf} inputMode="numeric" placeholder="000.000.000-00" />
          <Field name="email" type="email" inputMode="email" />
          <Field name="birth_date" mask={date} inputMode="numeric" placeholder={t('contactForm.datePh')} />
          <Choice name="gender" data={genders} />
          <Field name="company" />
          <Field name="external_id" />
          <Choice name="channel" data={channels.data ?? []} />
          {!corporate && values.fields.cnpj !== '' && <Field name="cnpj" mask={cnpj} />}
        </div>
      </Block>
      <Block title={t('contactForm.phones.title')}>
        <PhoneList />
      </Block>
      <Block title={t('contactForm.block.address')}>
        <div className="cf-grid">
          <Field name="zip_code" mask={zip} placeholder="00000-000" />
          <Field name="country" />
          <Field name="address" wide />
          <Field name="number" />
          <Field name="complement" />
          <Field name="city" />
          <Field name="state" />
        </div>
      </Block>
      <Block title={t('contactForm.block.social')}>
        <div className="cf-grid">
          <Field name="instagram" />
          <Field name="facebook" />
          <Field name="twitter" />
          <Field name="whatsapp" />
        </div>
      </Block>
      <Block title={t('contact.custom')}>
        <CustomBlock />
      </Block>
      <Block title={t('field.labels')}>
        <Labels />
      </Block>
      <Block title={t('contactForm.block.note')}>
        <Note />
      </Block>
    </>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="cf-block" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

/** Person or company, active or not (the registration type). */
function Kind() {
  const { t } = useTranslation();
  const { values, change } = useForm();
  const set = (name: 'corporate' | 'active', on: boolean) =>
    change((v) => ({ ...v, fields: { ...v.fields, [name]: on ? 'true' : 'false' } }));
  return (
    <div className="cf-kind">
      <Part part="corporate">
        <SegmentedControl
          aria-label={t('contactForm.kind')}
          value={values.fields.corporate === 'true' ? 'company' : 'person'}
          onChange={(kind) => set('corporate', kind === 'company')}
          data={[
            { value: 'person', label: t('contactForm.person') },
            { value: 'company', label: t('contactForm.company') },
          ]}
        />
      </Part>
      <Part part="active">
        <Checkbox
          label={t('contactForm.active')}
          checked={values.fields.active !== 'false'}
          onChange={(e) => set('active', e.currentTarget.checked)}
        />
      </Part>
    </div>
  );
}

function Labels() {
  const { t } = useTranslation();
  const { values, change } = useForm();
  const all = useQuery({ queryKey: ['label', 'list'], queryFn: lookups.labels, staleTime: 60_000 });
  const part = usePart('labels');
  return (
    <Part part="labels">
      <TagsInput
        aria-label={t('field.labels')}
        placeholder={t('contactForm.labelsPh')}
        data={(all.data ?? []).filter((label) => !label.archived).map((label) => label.name)}
        value={values.labels}
        onChange={(labels) => change((v) => ({ ...v, labels }))}
        acceptValueOnBlur
        splitChars={['|', ';']}
        comboboxProps={{ withinPortal: false }}
        {...part}
      />
    </Part>
  );
}

function Note() {
  const { t } = useTranslation();
  const { values, change } = useForm();
  const part = usePart('notes');
  return (
    <Part part="notes">
      <Textarea
        aria-label={t('contactForm.block.note')}
        placeholder={t('contactForm.notePh')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={10_000}
        value={values.note}
        onChange={(e) => {
          const note = e.currentTarget.value;
          change((v) => ({ ...v, note }));
        }}
        {...part}
      />
    </Part>
  );
}
