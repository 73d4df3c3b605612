import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconKey, IconPencil, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ManagedUser } from '../../../bridge/administration';
import { Avatar } from '../../../components/avatar';
import { KindIcon } from '../../../components/kind-icon';
import { profileWord } from '../../../components/person-profile';
import { PresenceMenu } from '../../../components/presence-menu';
import { toast, toastError } from '../../../components/toast';
import { usePhoneFormat } from '../../../hooks/use-phone-format';
import { useFormat } from '../../../i18n/format';
import { useSetActive, useSetPresence } from '../mutations';
import type { UserTask } from './user-list';

interface Props {
  user: ManagedUser;
  self: boolean;
  onTask: (task: UserTask['task']) => void;
}

export function UserRow({ user, self, onTask }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const phone = usePhoneFormat();
  const setPresence = useSetPresence();
  const setActive = useSetActive();
  return (
    <tr data-off={!user.active || undefined}>
      <th scope="row" className="admin-person">
        <Avatar name={user.name} />
        <span className="ellipsis">
          <button type="button" className="admin-name" onClick={() => onTask('edit')}>
            {user.name}
          </button>
          {self && <span className="tag">{t('admin.users.you')}</span>}
          <span className="sub ellipsis">{user.email}</span>
        </span>
      </th>
      <td>{profileWord(t, user.profile)}</td>
      <td>
        {user.active ? (
          <PresenceMenu
            name={user.name}
            presence={user.presence}
            reason={user.presenceReason}
            onChange={(presence, reason) =>
              setPresence.mutate(
                { id: user.id, presence, reason },
                { onError: (error) => toastError((t) => t('admin.presence.failed'), error) },
              )
            }
          />
        ) : (
          <span className="sub">—</span>
        )}
      </td>
      <td className="num">
        {user.limit > 0
          ? t('admin.users.load', { open: format.number(user.open), limit: format.number(user.limit) })
          : t('admin.users.loadNoLimit', { open: format.number(user.open) })}
      </td>
      <td className="num">{user.externalNumber ? phone(user.externalNumber) : <span className="sub">—</span>}</td>
      <td>
        <span className="why" title={user.lockedUntil ? t('admin.users.lockedHint') : undefined}>
          <KindIcon kind={user.lockedUntil ? 'warn' : user.active ? 'ok' : 'info'} size={16} />
          {user.lockedUntil
            ? t('admin.users.locked', { time: format.time(user.lockedUntil) })
            : t(user.active ? 'admin.users.active' : 'admin.users.inactive')}
        </span>
      </td>
      <td>
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('admin.more', { name: user.name })}>
              <IconDots size={17} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onTask('edit')}>
              {t('admin.edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconKey size={16} />} onClick={() => onTask('password')}>
              {t('admin.users.reset')}
            </Menu.Item>
            {user.active ? (
              <Menu.Item color="red" leftSection={<IconUserOff size={16} />} onClick={() => onTask('deactivate')}>
                {t('admin.users.deactivate')}
              </Menu.Item>
            ) : (
              <Menu.Item
                leftSection={<IconUserCheck size={16} />}
                onClick={() =>
                  setActive.mutate(
                    { id: user.id, active: true },
                    {
                      onSuccess: () =>
                        toast({ kind: 'ok', title: (t) => t('admin.users.reactivated', { name: user.name }) }),
                      onError: (error) => toastError((t) => t('admin.notSaved'), error),
                    },
                  )
                }
              >
                {t('admin.users.reactivate')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}
