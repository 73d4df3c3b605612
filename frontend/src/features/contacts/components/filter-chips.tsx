import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { channelName } from '../../../i18n/channel';
import { useFormat } from '../../../i18n/format';
import { type ContactSearch, compact, countFilters, withoutFilters } from '../filters';
import { useFields, useLabels, useUsers } from '../queries';

interface Chip {
  key: string;
  name: string;
  value: string;
  rest: ContactSearch;
}
interface Props {
  search: ContactSearch;
  onSearch: (search: ContactSearch) => void;
}

/** The filters in force, each with its way out. */
export function FilterChips({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const chips = useChips(search);
  if (countFilters(search) === 0) return null;
  return (
    <>
      {chips.map(({ key, name, value, rest }) => (
        <span className="fchip" key={key}>
          <span className="sub">{name}</span>
          <b className="ellipsis">{value}</b>
          <button type="button" aria-label={t('filters.remove', { name })} onClick={() => onSearch(compact(rest))}>
            <IconX size={13} />
          </button>
        </span>
      ))}
      <Button variant="subtle" size="xs" color="gray" onClick={() => onSearch(withoutFilters(search))}>
        {t('filters.clear')}
      </Button>
    </>
  );
}

function useChips(search: ContactSearch): Chip[] {
  const { t } = useTranslation();
  const format = useFormat();
  const users = useUsers().data ?? [];
  const labels = useLabels().data ?? [];
  const fields = useFields().data ?? [];
  const named = (ids: string[], among: { id: string; name: string }[]) =>
    format.list(ids.map((id) => among.find((x) => x.id === id)?.name ?? '…'));
  const chips: Chip[] = [];
  const { status, owner, owners, types, from, to, channel } = search;
  if (status) {
    chips.push({
      key: 'status',
      name: t('filters.status'),
      value: t(`filters.is.${status}`),
      rest: { ...search, status: undefined },
    });
  }
  if (owner) {
    chips.push({
      key: 'owner',
      name: t('filters.owner'),
      value: owners ? named(owners, users) : t(`filters.owners.${owner}`),
      rest: { ...search, owner: undefined, owners: undefined },
    });
  }
  if (types) {
    const value = format.list(types.map((n) => t(`portfolio.type.${n as 0 | 1 | 2 | 3 | 4}`)));
    chips.push({ key: 'types', name: t('filters.portfolioType'), value, rest: { ...search, types: undefined } });
  }
  if (search.labels) {
    chips.push({
      key: 'labels',
      name: t('filters.labels'),
      value: named(search.labels, labels),
      rest: { ...search, labels: undefined },
    });
  }
  for (const f of search.fields ?? []) {
    chips.push({
      key: `field ${f.field}`,
      name: fields.find((x) => x.id === f.field)?.name ?? '…',
      value: f.value,
      rest: { ...search, fields: search.fields?.filter((x) => x !== f) },
    });
  }
  if (from || to) {
    const value =
      from && to
        ? t('filters.between', { from: format.date(from), to: format.date(to) })
        : from
          ? t('filters.since', { from: format.date(from) })
          : t('filters.until', { to: format.date(to ?? '') });
    chips.push({
      key: 'created',
      name: t('filters.created'),
      value,
      rest: { ...search, from: undefined, to: undefined },
    });
  }
  if (channel) {
    chips.push({
      key: 'channel',
      name: t('filters.channel'),
      value: channelName(t, channel),
      rest: { ...search, channel: undefined },
    });
  }
  return chips;
}
