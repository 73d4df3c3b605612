import { Button, PasswordInput, Portal } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionUser } from '../../../bridge/types';
import { useComeBack } from '../mutations';
import { Door } from './door';
import { DoorForm } from './door-form';

interface Props {
  user: SessionUser;
  /** Somebody else wants to sign in: what is behind this screen is given up. */
  onOther: () => void;
}

/**
 * The session has ended because nobody used it: what was open waits behind this screen, unseen and out of reach, for the
 * same person to go on.
 */
export function ComeBack(props: Props) {
  return (
    // A place of its own: the shared one holds the dialogs that are put out of reach.
    <Portal reuseTargetNode={false}>
      <Cover {...props} />
    </Portal>
  );
}

/** In the portal, so that it is in the document when its effects run. */
function Cover({ user, onOther }: Props) {
  const { t } = useTranslation();
  const signIn = useComeBack();
  const cover = useRef<HTMLDivElement>(null);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: (value) => (value === '' ? t('session.passwordNeeded') : null) },
  });
  // Dialogs that were open live beside the page and would trap the focus.
  useEffect(() => {
    const own = cover.current;
    const others = [...document.body.children].filter(
      (child): child is HTMLElement => child instanceof HTMLElement && !child.contains(own) && !child.inert,
    );
    for (const child of others) child.inert = true;
    return () => {
      for (const child of others) child.inert = false;
    };
  }, []);
  return (
    <div className="come-back" ref={cover}>
      <Door>
        <h1>{t('admin.session.expired')}</h1>
        <p className="sub">{t('admin.session.expiredHint')}</p>
        <DoorForm
          form={form}
          fields={['password']}
          mutation={signIn}
          send={({ password }) => ({ email: user.email, password })}
          action={t('admin.session.as', { name: user.name })}
        >
          <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
          <PasswordInput
            label={t('session.password')}
            description={user.email}
            autoComplete="current-password"
            autoFocus
            size="md"
            visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
        </DoorForm>
        <div className="come-back-other">
          <Button variant="subtle" color="gray" size="xs" onClick={onOther}>
            {t('admin.session.other')}
          </Button>
          <span className="sub">{t('admin.session.otherHint')}</span>
        </div>
      </Door>
    </div>
  );
}
