import { PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useCreateAdmin } from '../mutations';
import { DoorForm } from './door-form';

const fields = ['name', 'email', 'password'] as const;
/** Characters; Go decides, this only spares the round trip of a plainly short one. */
const PASSWORD_MIN = 10;

/** The administrator of a replica that begins on its own (D9.1). */
export function CreateAdmin() {
  const { t } = useTranslation();
  const create = useCreateAdmin();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', password: '', again: '' },
    validate: {
      name: (value) => (value.trim() === '' ? t('session.nameNeeded') : null),
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : t('session.emailNeeded')),
      password: (value) => (value.length < PASSWORD_MIN ? t('session.passwordShort', { count: PASSWORD_MIN }) : null),
      again: (value, all) => (value === all.password ? null : t('session.passwordDiffers')),
    },
  });
  const toggle = { visibilityToggleButtonProps: { 'aria-label': t('session.showPassword') } };
  return (
    <>
      <p className="sub">{t('session.welcomeHint')}</p>
      <DoorForm
        form={form}
        fields={fields}
        mutation={create}
        send={({ name, email, password }) => ({ name: name.trim(), email: email.trim(), password })}
        action={t('session.create')}
      >
        <TextInput
          label={t('session.name')}
          autoComplete="name"
          autoFocus
          size="md"
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('session.email')}
          type="email"
          autoComplete="username"
          size="md"
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('session.password')}
          description={t('session.passwordHint', { count: PASSWORD_MIN })}
          autoComplete="new-password"
          size="md"
          {...toggle}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <PasswordInput
          label={t('session.passwordAgain')}
          autoComplete="new-password"
          size="md"
          {...toggle}
          key={form.key('again')}
          {...form.getInputProps('again')}
        />
      </DoorForm>
    </>
  );
}
