import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { SessionInfo } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { splitError } from '../field-error';
import { useSignIn } from '../mutations';
import { Door } from './door';

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
  const refused = signIn.isError ? splitError(t, signIn.error, fields) : null;
  return (
    <Door>
      <h1>{t('session.signIn')}</h1>
      <p className="sub">{session.organization || t('session.signInHint')}</p>
      <form
        noValidate
        onSubmit={form.onSubmit(({ email, password }) =>
          signIn.mutate(
            { email: email.trim(), password },
            {
              onError: (error) => {
                const { field, text } = splitError(t, error, fields);
                if (field) form.setFieldError(field, text);
              },
            },
          ),
        )}
        style={{ display: 'grid', gap: 14 }}
      >
        {refused && !refused.field && <Callout kind="err" title={refused.text} />}
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
        <Button type="submit" size="md" mt={6} loading={signIn.isPending}>
          {t('session.enter')}
        </Button>
      </form>
    </Door>
  );
}
