import { Button, Menu } from '@mantine/core';
import { IconKeyboard, IconLogout, IconMap2, IconUserCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SessionUser } from '../../../bridge/types';
import { toastError } from '../../../components/toast';
import { i18n } from '../../../i18n/i18n';
import { useSignOut } from '../mutations';

interface Props {
  user: SessionUser;
  onShortcuts: () => void;
  onTour: () => void;
  onAccount: () => void;
}

export function UserMenu({ user, onShortcuts, onTour, onAccount }: Props) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const words = user.name.split(/\s+/).filter(Boolean);
  const initials = ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
  const profile = i18n.exists(`session.profile.${user.profile}`)
    ? t(`session.profile.${user.profile}` as 'session.profile.admin')
    : user.profile;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          px={8}
          aria-label={t('session.menu', { initials, name: user.name })}
        >
          {initials || '?'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <div style={{ color: 'var(--mantine-color-text)', fontWeight: 600 }} className="ellipsis">
            {user.name}
          </div>
          <div className="ellipsis">{user.email}</div>
          <div>{profile}</div>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconUserCircle size={16} />} onClick={onAccount}>
          {t('admin.account.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onShortcuts}>
          {t('shortcuts.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconMap2 size={16} />} onClick={onTour}>
          {t('tour.start')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} />}
          onClick={() =>
            signOut.mutate(undefined, { onError: (error) => toastError((t) => t('session.signOutFailed'), error) })
          }
        >
          {t('session.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
