import { Button, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core';
import { DateInput, DatesProvider } from '@mantine/dates';
import '@mantine/dates/styles.css';
import 'dayjs/locale/pt-br';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelName } from '../../../i18n/channel';
import { type ContactSearch, compact, withoutFilters } from '../filters';
import { useChannels, useFields, useLabels, useUsers } from '../queries';

dayjs.extend(customParseFormat);

interface Props {
  search: ContactSearch;
  onSearch: (search: ContactSearch) => void;
  onClose: () => void;
}
type Status = NonNullable<ContactSearch['status']> | 'all';

/** Every filter of D2.2. Each change acts at once, so that the count behind the popover answers while one thinks. */
export function FilterForm({ search, onSearch, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const users = useUsers().data ?? [];
  const labels = useLabels().data ?? [];
  const fields = useFields().data ?? [];
  const channels = useChannels().data ?? [];
  const set = (change: ContactSearch) => onSearch(compact({ ...search, ...change }));
  const options = (all: { id: string; name: string }[]) => all.map(({ id, name }) => ({ value: id, label: name }));
  const inside = { comboboxProps: { withinPortal: false, shadow: 'md' } };
  const date = {
    valueFormat: 'DD/MM/YYYY',
    placeholder: t('filters.datePh'),
    clearable: true,
    popoverProps: { withinPortal: false },
  };
  return (
    <DatesProvider settings={{ locale: i18n.language === 'en' ? 'en' : 'pt-br', firstDayOfWeek: 0 }}>
      <div style={{ display: 'grid', gap: 10 }}>
        <OneOf
          label={t('filters.status')}
          value={search.status ?? 'all'}
          onChange={(value) => set({ status: value === 'all' ? undefined : (value as Exclude<Status, 'all'>) })}
          data={(['all', 'active', 'inactive'] as const).map((value) => ({ value, label: t(`filters.is.${value}`) }))}
        />
        <OneOf
          label={t('filters.owner')}
          value={search.owner ?? ''}
          onChange={(value) =>
            set({
              owner: value === '' ? undefined : (value as 'any' | 'none'),
              owners: value === 'any' ? search.owners : undefined,
            })
          }
          data={[
            { value: '', label: t('filters.owners.all') },
            { value: 'any', label: t('filters.owners.any') },
            { value: 'none', label: t('filters.owners.none') },
          ]}
        />
        <MultiSelect
          label={t('filters.ownerNames')}
          placeholder={search.owner === 'any' ? undefined : t('filters.ownerNamesHint')}
          disabled={search.owner !== 'any'}
          searchable
          value={search.owners ?? []}
          onChange={(owners) => set({ owners })}
          data={options(users)}
          {...inside}
        />
        <MultiSelect
          label={t('filters.portfolioType')}
          value={(search.types ?? []).map(String)}
          onChange={(types) => set({ types: types.map(Number) })}
          data={([0, 1, 2, 3, 4] as const).map((n) => ({ value: String(n), label: t(`portfolio.type.${n}`) }))}
          {...inside}
        />
        <MultiSelect
          label={t('filters.labels')}
          searchable
          value={search.labels ?? []}
          onChange={(chosen) => set({ labels: chosen })}
          data={options(labels)}
          nothingFoundMessage={t('filters.nothing')}
          {...inside}
        />
        <FieldFilter
          fields={options(fields)}
          value={search.fields?.[0]}
          onChange={(fields_) => set({ fields: fields_ })}
        />
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 8 }}>
          <DateInput
            label={t('filters.createdFrom')}
            value={search.from ?? null}
            onChange={(from) => set({ from: from ?? undefined })}
            {...date}
          />
          <DateInput
            label={t('filters.createdTo')}
            value={search.to ?? null}
            onChange={(to) => set({ to: to ?? undefined })}
            {...date}
          />
        </div>
        <Select
          label={t('filters.channel')}
          clearable
          clearButtonProps={{ 'aria-label': t('filters.remove', { name: t('filters.channel') }) }}
          value={search.channel ?? null}
          onChange={(channel) => set({ channel: channel ?? undefined })}
          data={channels.map((value) => ({ value, label: channelName(t, value) }))}
          {...inside}
        />
        <div className="filter-acts">
          <Button variant="subtle" color="gray" onClick={() => onSearch(withoutFilters(search))}>
            {t('filters.clear')}
          </Button>
          <Button onClick={onClose}>{t('filters.done')}</Button>
        </div>
      </div>
    </DatesProvider>
  );
}

interface OneOfProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  data: { value: string; label: string }[];
}

/** Two of these stand one below the other, and both begin with "All": what of is written above each. */
function OneOf({ label, ...choice }: OneOfProps) {
  return (
    <div>
      <div className="filter-label" aria-hidden>
        {label}
      </div>
      <SegmentedControl fullWidth aria-label={label} {...choice} />
    </div>
  );
}

interface FieldFilterProps {
  fields: { value: string; label: string }[];
  value: { field: string; value: string } | undefined;
  onChange: (fields: { field: string; value: string }[]) => void;
}

/** A custom field and the value it must hold. The filter is in force once both are given. */
function FieldFilter({ fields, value, onChange }: FieldFilterProps) {
  const { t } = useTranslation();
  const [field, setField] = useState<string | null>(value?.field ?? null);
  const [text, setText] = useState(value?.value ?? '');
  const tell = (f: string | null, v: string) => onChange(f && v.trim() ? [{ field: f, value: v.trim() }] : []);
  return (
    <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 8 }}>
      <Select
        label={t('filters.field')}
        clearable
        clearButtonProps={{ 'aria-label': t('filters.remove', { name: t('filters.field') }) }}
        searchable
        value={field}
        onChange={(next) => {
          setField(next);
          tell(next, text);
        }}
        data={fields}
        nothingFoundMessage={t('filters.noFields')}
        comboboxProps={{ withinPortal: false, shadow: 'md' }}
      />
      <TextInput
        label={t('filters.fieldValue')}
        disabled={!field}
        value={text}
        onChange={(e) => {
          setText(e.currentTarget.value);
          tell(field, e.currentTarget.value);
        }}
      />
    </div>
  );
}
