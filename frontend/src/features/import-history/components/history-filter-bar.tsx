import { Button, Select, TextInput } from '@mantine/core';
import { DateInput, DatesProvider } from '@mantine/dates';
import '@mantine/dates/styles.css';
import 'dayjs/locale/pt-br';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HistoryFilters, importColours, undoStates } from '../filters';
import { usePeople } from '../queries';

dayjs.extend(customParseFormat); // a day typed as dd/mm/yyyy

interface Props {
  filters: HistoryFilters;
  onFilters: (filters: HistoryFilters) => void;
}

/** Words, result, what can be undone, person, period; what is chosen stands in the address. */
export function HistoryFilterBar({ filters, onFilters }: Props) {
  const { t, i18n } = useTranslation();
  const people = usePeople().data ?? [];
  const [text, setText] = useState(filters.q ?? '');
  useEffect(() => setText(filters.q ?? ''), [filters.q]);
  const set = (key: keyof HistoryFilters, value: string | null) => {
    const { [key]: _, ...rest } = filters;
    onFilters(value ? { ...rest, [key]: value } : rest);
  };
  const search = useDebouncedCallback((value: string) => set('q', value.trim()), 200);
  const date = { valueFormat: 'DD/MM/YYYY', placeholder: t('filters.datePh'), clearable: true };
  return (
    <div className="history-filters">
      <TextInput
        className="wide"
        label={t('importHistory.search')}
        placeholder={t('importHistory.searchPh')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(e) => {
          setText(e.currentTarget.value);
          search(e.currentTarget.value);
        }}
      />
      <Select
        clearable
        label={t('importHistory.result')}
        placeholder={t('importHistory.any')}
        value={filters.colour ?? null}
        onChange={(value) => set('colour', value)}
        data={importColours.map((value) => ({ value, label: t(`jobs.word.${value}`) }))}
      />
      <Select
        clearable
        label={t('importHistory.undoing')}
        placeholder={t('importHistory.any')}
        value={filters.undo ?? null}
        onChange={(value) => set('undo', value)}
        data={undoStates.map((value) => ({ value, label: t(`importHistory.undoState.${value}`) }))}
      />
      <Select
        clearable
        searchable
        label={t('importHistory.who')}
        placeholder={t('importHistory.anyone')}
        value={filters.by ?? null}
        onChange={(value) => set('by', value)}
        data={people.map((u) => ({ value: u.id, label: u.name }))}
      />
      <DatesProvider settings={{ locale: i18n.language === 'en' ? 'en' : 'pt-br', firstDayOfWeek: 0 }}>
        <DateInput
          label={t('importHistory.from')}
          value={filters.from ?? null}
          maxDate={filters.to}
          onChange={(day) => set('from', day)}
          {...date}
        />
        <DateInput
          label={t('importHistory.to')}
          value={filters.to ?? null}
          minDate={filters.from}
          onChange={(day) => set('to', day)}
          {...date}
        />
      </DatesProvider>
      {Object.keys(filters).length > 0 && (
        <Button variant="subtle" onClick={() => onFilters({})}>
          {t('importHistory.clear')}
        </Button>
      )}
    </div>
  );
}
