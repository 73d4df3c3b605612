import { Button, Menu } from '@mantine/core';
import {
  IconBookmark,
  IconChevronDown,
  IconDeviceFloppy,
  IconPencil,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Segment } from '../../../bridge/segments';
import { toast, toastError } from '../../../components/toast';
import { type ContactSearch, compact, fromQuery, sameSegment, toQuery, withoutWords } from '../filters';
import { useSaveSegment, useSegments } from '../segment-queries';
import { DeleteSegment, NameSegment } from './segment-dialogs';

interface Props {
  search: ContactSearch;
  onSearch: (search: ContactSearch) => void;
  /** Whether this user may save segments for everybody. */
  mayEdit: boolean;
}
type Dialog = { kind: 'new' } | { kind: 'rename' | 'delete'; segment: Segment };

/** The saved segments of the organization: pick one, and save what one has put together (D2.2). */
export function SegmentMenu({ search, onSearch, mayEdit }: Props) {
  const { t } = useTranslation();
  const all = useSegments().data ?? [];
  const save = useSaveSegment();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const current = all.find((s) => s.id === search.segment);
  const changed = current !== undefined && !sameSegment(search, fromQuery(current.query));
  const filtered = Object.keys(withoutWords(search)).length > 0;
  const pick = (segment: Segment | null) =>
    onSearch(compact({ ...(segment ? fromQuery(segment.query) : {}), q: search.q, segment: segment?.id }));
  const update = (segment: Segment) =>
    save.mutate(
      { id: segment.id, name: segment.name, query: toQuery(withoutWords(search)) },
      {
        onSuccess: () => toast({ kind: 'ok', title: (t) => t('segments.updated', { name: segment.name }) }),
        onError: (error) => toastError((t) => t('segments.saveFailed'), error),
      },
    );
  const icon = { size: 16, stroke: 1.7 };
  return (
    <>
      <Menu position="bottom-start" width={300}>
        <Menu.Target>
          <Button
            variant="subtle"
            color={current ? undefined : 'gray'}
            size="compact-sm"
            leftSection={<IconBookmark size={15} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            aria-label={
              current
                ? t(changed ? 'segments.buttonChanged' : 'segments.buttonOf', { name: current.name })
                : t('segments.title')
            }
          >
            <span className="ellipsis" style={{ maxWidth: 240, lineHeight: 1.6 }}>
              {current ? current.name : t('segments.title')}
            </span>
            {changed && <span className="sub">&nbsp;· {t('segments.changed')}</span>}
          </Button>
        </Menu.Target>
        <Menu.Dropdown style={{ maxHeight: 'calc(100vh - 140px)', overflow: 'auto' }}>
          <Menu.Label>{t('segments.shared')}</Menu.Label>
          <Menu.RadioItem closeMenuOnClick value="" checked={!current} onChange={() => pick(null)}>
            {t('segments.everybody')}
          </Menu.RadioItem>
          {all.map((segment) => (
            <Menu.RadioItem
              key={segment.id}
              closeMenuOnClick
              value={segment.id}
              checked={segment.id === current?.id}
              onChange={() => pick(segment)}
            >
              <span className="ellipsis" style={{ display: 'block' }} title={segment.name}>
                {segment.name}
              </span>
            </Menu.RadioItem>
          ))}
          {all.length === 0 && <div className="sub menuhint">{t('segments.none')}</div>}
          {mayEdit && (
            <>
              <Menu.Divider />
              {current && changed && (
                <Menu.Item leftSection={<IconRefresh {...icon} />} onClick={() => update(current)}>
                  {t('segments.update', { name: current.name })}
                </Menu.Item>
              )}
              <Menu.Item
                leftSection={<IconDeviceFloppy {...icon} />}
                disabled={!filtered}
                onClick={() => setDialog({ kind: 'new' })}
              >
                {t('segments.saveNew')}
              </Menu.Item>
              {current && (
                <>
                  <Menu.Item
                    leftSection={<IconPencil {...icon} />}
                    onClick={() => setDialog({ kind: 'rename', segment: current })}
                  >
                    {t('segments.rename')}
                  </Menu.Item>
                  <Menu.Item
                    color="red"
                    leftSection={<IconTrash {...icon} />}
                    onClick={() => setDialog({ kind: 'delete', segment: current })}
                  >
                    {t('segments.delete')}
                  </Menu.Item>
                </>
              )}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog && dialog.kind !== 'delete' && (
        <NameSegment
          segment={dialog.kind === 'rename' ? dialog.segment : null}
          search={search}
          onSaved={(saved) => {
            setDialog(null);
            onSearch(compact({ ...search, segment: saved.id }));
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog?.kind === 'delete' && (
        <DeleteSegment
          segment={dialog.segment}
          onDeleted={() => {
            setDialog(null);
            onSearch(compact({ ...search, segment: undefined }));
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}
