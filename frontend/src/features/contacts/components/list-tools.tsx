import { ActionIcon, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { IconColumns3, IconLayoutGrid, IconList } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactSort } from '../../../bridge/types';
import { type Density, setPreferences, usePreferences } from '../../../hooks/preferences';
import { type ColumnId, columnIds, defaultColumns, toggleColumn } from '../columns';

interface Props {
  columns: ColumnId[];
  onColumns: (columns: ColumnId[]) => void;
  sort: ContactSort;
  desc: boolean;
  onSort: (sort: ContactSort, desc: boolean) => void;
}
const sorts: ContactSort[] = ['name', 'created', 'last_interaction'];

/** Density, list or cards, columns and order: how the list looks, not what is in it. */
export function ListTools({ columns, onColumns, sort, desc, onSort }: Props) {
  const { t } = useTranslation();
  const { density, view } = usePreferences();
  const [opened, setOpened] = useState(false);
  return (
    <>
      {view === 'list' && (
        <SegmentedControl
          aria-label={t('contacts.density')}
          value={density}
          onChange={(value) => setPreferences({ density: value as Density })}
          data={(['compact', 'normal', 'comfortable'] as const).map((value) => ({
            value,
            label: t(`contacts.densities.${value}`),
          }))}
        />
      )}
      <SegmentedControl
        aria-label={t('contacts.view')}
        value={view}
        onChange={(value) => setPreferences({ view: value === 'cards' ? 'cards' : 'list' })}
        data={[
          { value: 'list', label: <IconList size={16} aria-label={t('contacts.list')} role="img" /> },
          { value: 'cards', label: <IconLayoutGrid size={16} aria-label={t('contacts.cards')} role="img" /> },
        ]}
      />
      <Menu
        opened={opened}
        onChange={setOpened}
        position="bottom-end"
        closeOnItemClick={false}
        width={240}
        alignItemsLabels="all"
      >
        <Menu.Target>
          <Tooltip label={t('contacts.columns')} disabled={opened}>
            <ActionIcon variant="default" aria-label={t('contacts.columns')}>
              <IconColumns3 size={17} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown mah={460} style={{ overflow: 'auto' }}>
          <Menu.Label>{t('contacts.columnsShown')}</Menu.Label>
          {columnIds.map((id) => (
            <Menu.CheckboxItem
              key={id}
              checked={columns.includes(id)}
              onChange={() => onColumns(toggleColumn(columns, id))}
            >
              {t(`contacts.col.${id}`)}
            </Menu.CheckboxItem>
          ))}
          <Menu.Item onClick={() => onColumns(defaultColumns)}>{t('contacts.columnsReset')}</Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('contacts.sortBy')}</Menu.Label>
          {sorts.map((by) => (
            <Menu.RadioItem
              key={by}
              value={by}
              checked={sort === by}
              onChange={() => onSort(by, sort === by ? desc : by !== 'name')}
            >
              {t(`contacts.sort.${by}`)}
            </Menu.RadioItem>
          ))}
          <Menu.CheckboxItem checked={desc} onChange={() => onSort(sort, !desc)}>
            {t('contacts.sort.desc')}
          </Menu.CheckboxItem>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
