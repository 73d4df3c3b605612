import { Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactSort } from '../../../bridge/types';
import { type ColumnId, sortOf } from '../columns';

interface Props {
  head: RefObject<HTMLDivElement | null>;
  columns: ColumnId[];
  sort: ContactSort;
  desc: boolean;
  onSort: (sort: ContactSort, desc: boolean) => void;
  checked: boolean;
  indeterminate: boolean;
  onCheckVisible: () => void;
  /** Down or Esc: back to the rows. */
  onLeave: () => void;
}

/** The head of the list. It is no tab stop of its own: Up from the first row leads here, Left and Right along it. */
export function GridHead({
  head,
  columns,
  sort,
  desc,
  onSort,
  checked,
  indeterminate,
  onCheckVisible,
  onLeave,
}: Props) {
  const { t } = useTranslation();
  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>) => {
    const stops = [...e.currentTarget.querySelectorAll<HTMLElement>('button, input')];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    if (e.key === 'ArrowRight') stops[Math.min(stops.length - 1, at + 1)]?.focus();
    else if (e.key === 'ArrowLeft') stops[Math.max(0, at - 1)]?.focus();
    else if (e.key === 'ArrowDown' || e.key === 'Escape') onLeave();
    else if (e.key !== 'Enter' && e.key !== ' ') return;
    else {
      e.stopPropagation();
      return;
    }
    e.preventDefault();
    e.stopPropagation();
  };
  return (
    <div role="row" aria-rowindex={1} className="ghead chrome" ref={head} onKeyDown={onKeyDown}>
      <div role="columnheader" className="cbx">
        <Checkbox
          aria-label={t('contacts.selectVisible')}
          tabIndex={-1}
          checked={checked}
          indeterminate={indeterminate}
          onChange={onCheckVisible}
        />
      </div>
      {(['name', ...columns] as const).map((id) => {
        const by = sortOf[id];
        const on = by === sort;
        return (
          <div role="columnheader" key={id} aria-sort={by && on ? (desc ? 'descending' : 'ascending') : undefined}>
            {by ? (
              <button
                type="button"
                className="sorth"
                tabIndex={-1}
                data-on={on || undefined}
                onClick={() => onSort(by, on ? !desc : by !== 'name')}
              >
                {t(`contacts.col.${id}`)}
                {on && (desc ? <IconArrowDown size={13} aria-hidden /> : <IconArrowUp size={13} aria-hidden />)}
              </button>
            ) : (
              t(`contacts.col.${id}`)
            )}
          </div>
        );
      })}
      <div role="columnheader">
        <span className="hidden-text">{t('contacts.col.state')}</span>
      </div>
    </div>
  );
}
