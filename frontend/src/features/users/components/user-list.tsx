import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconUserSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ManagedUser } from '../../../bridge/administration';
import { ErrorCallout } from '../../../components/error-callout';
import { Nothing } from '../../../components/nothing';
import { useUsers } from '../queries';
import { DeactivateDialog } from './deactivate-dialog';
import { PasswordDialog } from './password-dialog';
import { UserDialog } from './user-dialog';
import { UserRow } from './user-row';

const columns = ['name', 'profile', 'presence', 'limit', 'number', 'state'] as const;
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export type UserTask = { task: 'edit' | 'password' | 'deactivate'; user: ManagedUser };

export function UserList({ self }: { self: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useUsers();
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState('active');
  const [creating, setCreating] = useState(false);
  const [doing, setDoing] = useState<UserTask | null>(null);
  if (error && !data) {
    return <ErrorCallout error={error} title={t('admin.loadFailed')} onRetry={() => void refetch()} />;
  }
  if (!data) return null;
  const wanted = plain(search.trim());
  const shown = data.filter(
    (u) =>
      (status === 'all' || u.active === (status === 'active')) &&
      (wanted === '' || plain(u.name).includes(wanted) || plain(u.email).includes(wanted)),
  );
  const close = () => setDoing(null);
  return (
    <>
      <div className="admin-tools">
        <TextInput
          w={260}
          aria-label={t('admin.search')}
          placeholder={t('admin.search')}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('admin.users.status')}
          value={status}
          onChange={setStatus}
          data={[
            { value: 'active', label: t('admin.users.onlyActive') },
            { value: 'inactive', label: t('admin.users.onlyInactive') },
            { value: 'all', label: t('admin.users.all') },
          ]}
        />
        <span className="sub num" role="status">
          {t('admin.users.shown', { count: shown.length })}
        </span>
        <div className="grow" />
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
          {t('admin.users.new')}
        </Button>
      </div>
      {shown.length === 0 ? (
        <Nothing icon={IconUserSearch} title={t('admin.users.empty')} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
        <div className="panel admin-table" role="region" aria-label={t('admin.users.tab.users')} tabIndex={0}>
          <table className="vt">
            <thead>
              <tr>
                {columns.map((col) => (
                  <th key={col} scope="col">
                    {t(`admin.users.${col}`)}
                  </th>
                ))}
                <th scope="col">
                  <span className="hidden-text">{t('admin.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((user) => (
                <UserRow
                  key={user.id}
                  user={user}
                  self={user.id === self}
                  onTask={(task) => setDoing({ task, user })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {creating && <UserDialog user={null} onClose={() => setCreating(false)} />}
      {doing?.task === 'edit' && <UserDialog user={doing.user} onClose={close} />}
      {doing?.task === 'password' && <PasswordDialog user={doing.user} onClose={close} />}
      {doing?.task === 'deactivate' && <DeactivateDialog user={doing.user} onClose={close} />}
    </>
  );
}
