import {
  IconAddressBook,
  IconDatabaseImport,
  IconForms,
  IconHeadset,
  IconHistory,
  IconRefresh,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';

/** What the window can show today; the sidebar and the palette are both drawn from it. */
export const groups = [
  { key: 'work', items: [{ key: 'contacts', to: '/', icon: IconAddressBook }] },
  { key: 'data', items: [{ key: 'imports', to: '/imports', icon: IconDatabaseImport }] },
  {
    key: 'manage',
    items: [
      { key: 'sync', to: '/sync', icon: IconRefresh },
      { key: 'users', to: '/users', icon: IconUsers, may: 'users' },
      { key: 'services', to: '/services', icon: IconHeadset, may: 'settings' },
      { key: 'definitions', to: '/definitions', icon: IconForms, may: 'settings' },
      { key: 'audit', to: '/audit', icon: IconHistory, may: 'settings' },
      { key: 'settings', to: '/settings', icon: IconSettings },
    ],
  },
] as const;
