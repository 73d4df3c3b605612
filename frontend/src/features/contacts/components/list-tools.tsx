import { ActionIcon, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { IconArrowsSort, IconLayoutGrid, IconList } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContactSort, contactSorts } from '../../../bridge/types';
import { setPreferences, usePreferences } from '../../../hooks/preferences';
import { type ColumnLayout, firstDesc } from '../columns';
import { ColumnChooser } from './column-chooser';
import { DensityChoice } from './density-choice';

interface Props {
  layout: ColumnLayout;
  onLayout: (layout: ColumnLayout, done: boolean) => void;
  sort: ContactSort;
  desc: boolean;
  onSort: (sort: ContactSort, desc: boolean) => void;
}

/** Density, list or cards, columns and order: how the list looks, not what is in it. */
export function ListTools({ layout, onLayout, sort, desc, onSort }: Props) {
  const { t } = useTranslation();
  const { view } = usePreferences();
  const [opened, setOpened] = useState(false);
  return (
    <>
      {view === 'list' && <DensityChoice className="density" />}
      <SegmentedControl
        aria-label={t('contacts.view')}
        value={view}
        onChange={(value) => setPreferences({ view: value === 'cards' ? 'cards' : 'list' })}
        data={[
          { value: 'list', label: <IconList size={16} aria-label={t('contacts.list')} role="img" /> },
          { value: 'cards', label: <IconLayoutGrid size={16} aria-label={t('contacts.cards')} role="img" /> },
        ]}
      />
      <Menu opened={opened} onChange={setOpened} position="bottom-end" closeOnItemClick={false} width={220}>
        <Menu.Target>
          <Tooltip label={t('contacts.sortBy')} disabled={opened}>
            <ActionIcon variant="default" aria-label={t('contacts.sortBy')}>
              <IconArrowsSort size={17} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('contacts.sortBy')}</Menu.Label>
          {contactSorts.map((by) => (
            <Menu.RadioItem
              key={by}
              value={by}
              checked={sort === by}
              onChange={() => onSort(by, sort === by ? desc : firstDesc(by))}
            >
              {t(`contacts.sort.${by}`)}
            </Menu.RadioItem>
          ))}
          <Menu.Divider />
          <Menu.CheckboxItem checked={desc} onChange={() => onSort(sort, !desc)}>
            {t('contacts.sort.desc')}
          </Menu.CheckboxItem>
        </Menu.Dropdown>
      </Menu>
      {view === 'list' && <ColumnChooser layout={layout} onLayout={onLayout} />}
    </>
  );
}
