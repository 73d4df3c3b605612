import { Button, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AuditFilters } from '../filters';
import { useAuditChoices } from '../queries';
import { actionWord } from '../words';

interface Props {
  filters: AuditFilters;
  onFilters: (filters: AuditFilters) => void;
}

/** Period, person, action; what is chosen stands in the address. */
export function AuditFilterBar({ filters, onFilters }: Props) {
  const { t } = useTranslation();
  const choices = useAuditChoices().data;
  const set = (key: keyof AuditFilters, value: string | null) => {
    const { [key]: _, ...rest } = filters;
    onFilters(value ? { ...rest, [key]: value } : rest);
  };
  const actions = (choices?.actions ?? [])
    .map((action) => ({ value: action, label: actionWord(t, action) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'pt-BR'));
  return (
    <div className="audit-filters">
      <TextInput
        type="date"
        label={t('admin.audit.from')}
        value={filters.from ?? ''}
        max={filters.to}
        onChange={(e) => set('from', e.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('admin.audit.to')}
        value={filters.to ?? ''}
        min={filters.from}
        onChange={(e) => set('to', e.currentTarget.value)}
      />
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
