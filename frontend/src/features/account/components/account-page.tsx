import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { toBridgeError } from '../../../bridge/errors';
import { Avatar } from '../../../components/avatar';
import { Callout } from '../../../components/callout';
import { ErrorCallout } from '../../../components/error-callout';
import { profileWord } from '../../../components/person-profile';
import { PresenceMenu } from '../../../components/presence-menu';
import { SignInLock } from '../../../components/sign-in-lock';
import { toast, toastError } from '../../../components/toast';
import { usePhoneFormat } from '../../../hooks/use-phone-format';
import { codeText } from '../../../i18n/codes';
import { useAccount, useChangePassword, useOwnPresence } from '../queries';

/** What everybody may see and change of themselves. */
export function AccountPage() {
  const { t } = useTranslation();
  const phone = usePhoneFormat();
  const { data, error, refetch } = useAccount();
  const setPresence = useOwnPresence();
  return (
    <div className="page">
      <div className="pagein" style={{ maxWidth: 720 }}>
        <div className="pagehead">
          <h1>{t('admin.account.title')}</h1>
        </div>
        {error && !data && <ErrorCallout error={error} title={t('admin.loadFailed')} onRetry={() => void refetch()} />}
        {data && (
          <div className="stack">
            <section className="panel account-card" aria-label={t('admin.account.data')}>
              <Avatar name={data.name} big />
              <div className="grow">
                <h2>{data.name}</h2>
                <p className="sub">{data.email}</p>
                <p className="sub">
                  {profileWord(t, data.profile)}
                  {data.externalNumber && ` · ${phone(data.externalNumber)}`}
                </p>
                <p className="sub account-hint">{t('admin.account.dataHint')}</p>
              </div>
            </section>
            <section className="panel account-line">
              <div>
                <h2>{t('admin.presence.own')}</h2>
                <p className="sub">{t('admin.account.presenceHint')}</p>
              </div>
              <PresenceMenu
                name={data.name}
                presence={data.presence}
                reason={data.presenceReason}
                onChange={(presence, reason) =>
                  setPresence.mutate(
                    { presence, reason },
                    { onError: (error) => toastError((t) => t('admin.presence.failed'), error) },
                  )
                }
              />
            </section>
            <PasswordForm />
          </div>
        )}
      </div>
    </div>
  );
}

function PasswordForm() {
  const { t } = useTranslation();
  const change = useChangePassword();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { current: '', next: '', again: '' },
    validate: {
      current: (value) => (value === '' ? t('admin.account.currentNeeded') : null),
      next: (value) => (value.length < 10 ? t('errors.password_short') : null),
      again: (value, all) => (value === all.next ? null : t('session.passwordDiffers')),
    },
  });
  const refused = change.isError ? toBridgeError(change.error) : null;
  const eye = { visibilityToggleButtonProps: { 'aria-label': t('session.showPassword') } };
  return (
    <section className="panel account-form">
      <h2>{t('admin.account.passwordTitle')}</h2>
      <p className="sub">{t('admin.account.passwordHint')}</p>
      <form
        noValidate
        className="dialog-form"
        onSubmit={form.onSubmit(({ current, next }) =>
          change.mutate(
            { current, next },
            {
              onSuccess: () => {
                form.reset();
                toast({
                  kind: 'ok',
                  title: (t) => t('admin.account.changed'),
                  message: (t) => t('admin.account.changedHint'),
                });
              },
              onError: (error) => {
                const { code, field, message } = toBridgeError(error);
                if (code === 'bad_credentials') form.setFieldError('current', t('admin.account.currentWrong'));
                else if (field === 'password') form.setFieldError('next', codeText(t, code, message));
              },
            },
          ),
        )}
      >
        {refused && refused.until !== '' && <SignInLock until={refused.until} />}
        {refused && !['sign_in_locked', 'bad_credentials'].includes(refused.code) && refused.field !== 'password' && (
          <Callout kind="err" title={codeText(t, refused.code, refused.message)} />
        )}
        <PasswordInput
          autoComplete="current-password"
          label={t('admin.account.current')}
          {...eye}
          key={form.key('current')}
          {...form.getInputProps('current')}
        />
        <PasswordInput
          autoComplete="new-password"
          label={t('admin.account.next')}
          {...eye}
          key={form.key('next')}
          {...form.getInputProps('next')}
        />
        <PasswordInput
          autoComplete="new-password"
          label={t('admin.account.again')}
          {...eye}
          key={form.key('again')}
          {...form.getInputProps('again')}
        />
        <div>
          <Button type="submit" loading={change.isPending}>
            {t('admin.account.change')}
          </Button>
        </div>
      </form>
    </section>
  );
}
