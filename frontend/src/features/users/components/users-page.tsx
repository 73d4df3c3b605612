import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Callout } from '../../../components/callout';
import type { UsersTab } from '../tabs';
import { usersTabs } from '../tabs';
import { PermissionMatrix } from './permission-matrix';
import { UserList } from './user-list';

interface Props {
  tab: UsersTab;
  onTab: (tab: UsersTab) => void;
  /** Only who manages users sees them here (D9.1). */
  mayManage: boolean;
  /** Who is signed in. */
  self: string;
}

export function UsersPage({ tab, onTab, mayManage, self }: Props) {
  const { t } = useTranslation();
  return (
    <div className="page">
      <div className="pagein">
        <div className="pagehead">
          <h1>{t('admin.users.title')}</h1>
        </div>
        {mayManage ? (
          <Tabs value={tab} onChange={(value) => onTab(value as UsersTab)} keepMounted={false}>
            <Tabs.List aria-label={t('admin.tabs')}>
              {usersTabs.map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {t(`admin.users.tab.${name}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="users" pt={16}>
              <UserList self={self} />
            </Tabs.Panel>
            <Tabs.Panel value="permissions" pt={16}>
              <PermissionMatrix />
            </Tabs.Panel>
          </Tabs>
        ) : (
          <Callout kind="info" title={t('admin.noPermission')} />
        )}
      </div>
    </div>
  );
}
