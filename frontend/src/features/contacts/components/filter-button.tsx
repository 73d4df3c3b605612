import { Button, Popover } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Popup } from '../../../components/popup';
import { type ContactSearch, countFilters } from '../filters';

// The calendar weighs more than the list it filters: it comes when the popover is first opened.
const FilterForm = lazy(() => import('./filter-form').then((m) => ({ default: m.FilterForm })));

export function FilterButton({
  search,
  onSearch,
}: {
  search: ContactSearch;
  onSearch: (search: ContactSearch) => void;
}) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const n = countFilters(search);
  return (
    <Popup opened={opened} onChange={setOpened} position="bottom-start">
      <Popover.Target>
        <Button
          className="folds"
          data-count={n || undefined}
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={16} />}
          aria-expanded={opened}
          aria-haspopup="dialog"
          onClick={() => setOpened((o) => !o)}
        >
          {n > 0 ? t('filters.buttonCount', { count: n }) : t('filters.button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown
        role="dialog"
        aria-label={t('filters.title')}
        p="md"
        style={{ maxHeight: 'calc(100vh - 180px)', overflow: 'auto' }}
      >
        <h2 tabIndex={-1} data-autofocus style={{ outline: 'none', marginBottom: 12 }}>
          {t('filters.title')}
        </h2>
        <Suspense fallback={<div style={{ height: 440 }} />}>
          <FilterForm search={search} onSearch={onSearch} onClose={() => setOpened(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popup>
  );
}
