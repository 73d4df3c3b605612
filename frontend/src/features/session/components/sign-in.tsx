import { PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { SessionInfo } from '../../../bridge/types';
import { useSignIn } from '../mutations';
import { Door } from './door';
import { DoorForm } from './door-form';

const fields = ['email', 'password'] as const;

export function SignIn({ session }: { session: SessionInfo }) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() === '' ? t('session.emailNeeded') : null),
      password: (value) => (value === '' ? t('session.passwordNeeded') : null),
    },
  });
  return (
    <Door>
      <h1>{t('session.signIn')}</h1>
      <p className="sub">{session.organization || t('session.signInHint')}</p>
      <DoorForm
        form={form}
        fields={fields}
        mutation={signIn}
        send={({ email, password }) => ({ email: email.trim(), password })}
        action={t('session.enter')}
      >
        <TextInput
          label={t('session.email')}
          type="email"
          autoComplete="username"
          data-autofocus
          autoFocus
          size="md"
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('session.password')}
          autoComplete="current-password"
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
      </DoorForm>
    </Door>
  );
}
