import { Button, NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ManagedUser, Profile } from '../../../bridge/administration';
import { Callout } from '../../../components/callout';
import { Dialog } from '../../../components/dialog';
import { profileWord } from '../../../components/person-profile';
import { toast } from '../../../components/toast';
import { formatPhone } from '../../../hooks/use-phone-format';
import { useSaveUser } from '../mutations';
import { refusedUser } from '../words';

const profiles: Profile[] = ['admin', 'supervisor', 'agent'];

/** "(41) 99876-5432" and "+351 912 345 678" as Go takes them: digits with the country code. */
export function phoneDigits(text: string): string {
  const digits = text.replace(/\D/g, '');
  if (digits === '' || text.trim().startsWith('+')) return digits;
  return digits.length === 10 || digits.length === 11 ? `55${digits}` : digits;
}

/** Creates a user, or changes one. */
export function UserDialog({ user, onClose }: { user: ManagedUser | null; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveUser();
  const [refused, setRefused] = useState('');
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      name: user?.name ?? '',
      email: user?.email ?? '',
      profile: user?.profile ?? ('agent' as Profile),
      externalNumber: user?.externalNumber ? formatPhone(user.externalNumber) : '',
      limit: user?.limit ?? 0,
      password: '',
    },
    validate: {
      name: (value) => (value.trim() === '' ? t('admin.users.nameNeeded') : null),
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : t('admin.users.emailNeeded')),
      limit: (value) => (Number(value) >= 0 && Number(value) <= 1000 ? null : t('admin.users.limitBad')),
      password: (value) => (!user && value.length < 10 ? t('errors.password_short') : null),
    },
  });
  return (
    <Dialog
      opened
      onClose={onClose}
      size={520}
      title={user ? t('admin.users.editTitle', { name: user.name }) : t('admin.users.createTitle')}
      closeOnClickOutside={false}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {user ? t('admin.save') : t('admin.users.create')}
          </Button>
        </>
      }
      onSubmit={form.onSubmit((values) =>
        save.mutate(
          {
            id: user?.id ?? '',
            ...values,
            name: values.name.trim(),
            email: values.email.trim(),
            externalNumber: phoneDigits(values.externalNumber),
            limit: Number(values.limit),
          },
          {
            onSuccess: () => {
              const name = values.name.trim();
              toast({
                kind: 'ok',
                title: (t) => (user ? t('admin.users.saved') : t('admin.users.created', { name })),
              });
              onClose();
            },
            onError: (error) => {
              const { field, text } = refusedUser(t, error);
              setRefused(field ? '' : text);
              if (field) form.setFieldError(field, text);
            },
          },
        ),
      )}
    >
      {refused && <Callout kind="err" title={refused} />}
      <TextInput data-autofocus required label={t('admin.users.name')} {...form.getInputProps('name')} />
      <TextInput
        required
        type="email"
        autoComplete="off"
        label={t('admin.users.email')}
        {...form.getInputProps('email')}
      />
      <Select
        label={t('admin.users.profile')}
        description={t('admin.users.profileHint')}
        allowDeselect={false}
        data={profiles.map((value) => ({ value, label: profileWord(t, value) }))}
        {...form.getInputProps('profile')}
      />
      <TextInput
        type="tel"
        label={t('admin.users.number')}
        description={t('admin.users.numberHint')}
        {...form.getInputProps('externalNumber')}
      />
      <NumberInput
        label={t('admin.users.limitLabel')}
        description={t('admin.users.limitHint')}
        min={0}
        max={1000}
        allowDecimal={false}
        allowNegative={false}
        {...form.getInputProps('limit')}
      />
      {!user && (
        <PasswordInput
          required
          autoComplete="new-password"
          label={t('admin.users.password')}
          description={t('admin.users.passwordHint')}
          visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
          {...form.getInputProps('password')}
        />
      )}
    </Dialog>
  );
}
