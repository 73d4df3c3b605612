import { IconAddressBook, IconDatabaseImport, IconRefresh, IconSettings } from '@tabler/icons-react';

/** What the window can show today; the sidebar and the palette are both drawn from it. */
export const groups = [
  { key: 'work', items: [{ key: 'contacts', to: '/', icon: IconAddressBook }] },
  { key: 'data', items: [{ key: 'imports', to: '/imports', icon: IconDatabaseImport }] },
  {
    key: 'manage',
    items: [
      { key: 'sync', to: '/sync', icon: IconRefresh },
      { key: 'settings', to: '/settings', icon: IconSettings },
    ],
  },
] as const;
