import { Button, Select } from '@mantine/core';
import { DateInput, DatesProvider } from '@mantine/dates';
import '@mantine/dates/styles.css';
import 'dayjs/locale/pt-br';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import type { AuditFilters } from '../filters';
import { useAuditChoices } from '../queries';
import { actionWord } from '../words';

dayjs.extend(customParseFormat); // a day typed as dd/mm/yyyy

interface Props {
  filters: AuditFilters;
  onFilters: (filters: AuditFilters) => void;
}

/** Period, person, action; what is chosen stands in the address. */
export function AuditFilterBar({ filters, onFilters }: Props) {
  const { t, i18n } = useTranslation();
  const { compare } = useFormat();
  const date = { valueFormat: 'DD/MM/YYYY', placeholder: t('filters.datePh'), clearable: true };
  const choices = useAuditChoices().data;
  const set = (key: keyof AuditFilters, value: string | null) => {
    const { [key]: _, ...rest } = filters;
    onFilters(value ? { ...rest, [key]: value } : rest);
  };
  const actions = (choices?.actions ?? [])
    .map((action) => ({ value: action, label: actionWord(t, action) }))
    .sort((a, b) => compare(a.label, b.label));
  return (
    <div className="audit-filters">
      <DatesProvider settings={{ locale: i18n.language === 'en' ? 'en' : 'pt-br', firstDayOfWeek: 0 }}>
        <DateInput
          label={t('admin.audit.from')}
          value={filters.from ?? null}
          maxDate={filters.to}
          onChange={(day) => set('from', day)}
          {...date}
        />
        <DateInput
          label={t('admin.audit.to')}
          value={filters.to ?? null}
          minDate={filters.from}
          onChange={(day) => set('to', day)}
          {...date}
        />
      </DatesProvider>
      <Select
        searchable
        clearable
        label={t('admin.audit.user')}
        placeholder={t('admin.audit.anyone')}
        value={filters.user ?? null}
        onChange={(value) => set('user', value)}
        data={[
          { value: 'system', label: t('admin.audit.system') },
          ...(choices?.users ?? []).map((u) => ({ value: u.id, label: u.name })),
        ]}
      />
      <Select
        searchable
        clearable
        label={t('admin.audit.action')}
        placeholder={t('admin.audit.anyAction')}
        value={filters.action ?? null}
        onChange={(value) => set('action', value)}
        data={actions}
      />
      {Object.keys(filters).length > 0 && (
        <Button variant="subtle" mt={24} onClick={() => onFilters({})}>
          {t('admin.audit.clear')}
        </Button>
      )}
    </div>
  );
}
