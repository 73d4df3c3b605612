import { Button, SegmentedControl, Select, VisuallyHidden } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channels, type TimelineFilter } from '../../../bridge/timeline';
import { ErrorCallout } from '../../../components/error-callout';
import { Nothing } from '../../../components/nothing';
import type { Dialog } from '../dialogs';
import { useServices, useTimeline, useUsers } from '../queries';
import { InteractionItem } from './interaction-item';

interface Props {
  contact: string;
  /** null when the person may not change anything. */
  onDialog: ((dialog: Dialog) => void) | null;
}

const everything: TimelineFilter = { channels: [], status: '', agent: '', service: '' };

/** The interactions of a contact, newest first, a page at a time (D2.6). */
export function TimelineList({ contact, onDialog }: Props) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(everything);
  const pages = useTimeline(contact, filter);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const filtered = filter !== everything && JSON.stringify(filter) !== JSON.stringify(everything);
  return (
    <div className="tl">
      <Filters filter={filter} onChange={setFilter} />
      {pages.isError && (
        <ErrorCallout error={pages.error} title={t('timeline.failed')} onRetry={() => void pages.refetch()} />
      )}
      {pages.data && rows.length === 0 && (
        <Nothing icon={IconMessages} small title={t(filtered ? 'timeline.noneMatch' : 'timeline.none')}>
          {filtered ? (
            <Button size="xs" variant="default" onClick={() => setFilter(everything)}>
              {t('timeline.showAll')}
            </Button>
          ) : (
            onDialog && (
              <Button size="xs" onClick={() => onDialog({ kind: 'add' })}>
                {t('timeline.add')}
              </Button>
            )
          )}
        </Nothing>
      )}
      <ol className="tl-list" aria-label={t('timeline.title')} aria-busy={pages.isFetching}>
        {rows.map((x) => (
          <InteractionItem key={x.id} x={x} onDialog={onDialog} />
        ))}
      </ol>
      {pages.hasNextPage && (
        <div className="tl-more chrome">
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('timeline.older')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Filters({ filter, onChange }: { filter: TimelineFilter; onChange: (filter: TimelineFilter) => void }) {
  const { t } = useTranslation();
  const users = useUsers().data ?? [];
  const services = useServices().data ?? [];
  const options = (all: { id: string; name: string }[]) => all.map((x) => ({ value: x.id, label: x.name }));
  const select = { size: 'xs' as const, clearable: true, comboboxProps: { withinPortal: false } };
  const clear = (name: string) => ({ clearButtonProps: { 'aria-label': t('filters.remove', { name }) } });
  return (
    <fieldset className="tl-filters chrome">
      <VisuallyHidden component="legend">{t('timeline.filters')}</VisuallyHidden>
      <SegmentedControl
        size="xs"
        aria-label={t('timeline.status')}
        value={filter.status}
        onChange={(status) => onChange({ ...filter, status: status as TimelineFilter['status'] })}
        data={[
          { value: '', label: t('timeline.all') },
          { value: 'open', label: t('timeline.openOnes') },
          { value: 'closed', label: t('timeline.closedOnes') },
        ]}
      />
      <Select
        {...select}
        {...clear(t('timeline.channelLabel'))}
        aria-label={t('timeline.channelLabel')}
        placeholder={t('timeline.channelLabel')}
        value={filter.channels[0] ?? null}
        onChange={(channel) => onChange({ ...filter, channels: channel ? [channel] : [] })}
        data={channels.map((value) => ({ value, label: t(`timeline.channel.${value}`) }))}
      />
      <Select
        {...select}
        {...clear(t('timeline.agent'))}
        searchable
        aria-label={t('timeline.agent')}
        placeholder={t('timeline.agent')}
        value={filter.agent || null}
        onChange={(agent) => onChange({ ...filter, agent: agent ?? '' })}
        data={options(users)}
      />
      <Select
        {...select}
        {...clear(t('timeline.service'))}
        searchable
        aria-label={t('timeline.service')}
        placeholder={t('timeline.service')}
        value={filter.service || null}
        onChange={(service) => onChange({ ...filter, service: service ?? '' })}
        data={options(services)}
      />
    </fieldset>
  );
}
