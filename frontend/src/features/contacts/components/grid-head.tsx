import { Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactSort } from '../../../bridge/types';
import {
  type ColumnId,
  type ColumnLayout,
  firstDesc,
  moveColumn,
  type SizedId,
  sizeColumn,
  sortOf,
  WIDTH_STEP,
  widthOf,
} from '../columns';
import { useHeadDrag } from '../use-head-drag';

interface Props {
  head: RefObject<HTMLDivElement | null>;
  layout: ColumnLayout;
  onLayout: (layout: ColumnLayout, done: boolean) => void;
  sort: ContactSort;
  desc: boolean;
  onSort: (sort: ContactSort, desc: boolean) => void;
  checked: boolean;
  indeterminate: boolean;
  onCheckVisible: () => void;
  /** Down or Esc: back to the rows. */
  onLeave: () => void;
}

/**
 * The head of the list. It is no tab stop of its own: Up from the first row leads here, Left and Right along it; with Alt they take
 * the column along, with Shift they change its width.
 */
export function GridHead(props: Props) {
  const { head, layout, onLayout, sort, desc, onSort, checked, indeterminate, onCheckVisible, onLeave } = props;
  const { t } = useTranslation();
  const drag = useHeadDrag({ head, layout, onLayout });

  const change = (id: SizedId, e: KeyboardEvent, by: 1 | -1) => {
    if (e.shiftKey) onLayout(sizeColumn(layout, id, widthNow(id) + by * WIDTH_STEP), true);
    else if (id !== 'name') onLayout(moveColumn(layout, id, layout.shown.indexOf(id) + by), true);
  };
  const widthNow = (id: SizedId) =>
    head.current?.querySelector(`[data-col="${id}"]`)?.getBoundingClientRect().width || widthOf(layout, id);
  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>) => {
    const stops = [...e.currentTarget.querySelectorAll<HTMLElement>('button, input')];
    const focused = document.activeElement as HTMLElement;
    const at = stops.indexOf(focused);
    const column = focused.closest<HTMLElement>('[data-col]')?.dataset.col as SizedId | undefined;
    const by = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    if (by !== 0 && (e.altKey || e.shiftKey)) {
      if (column) change(column, e, by);
    } else if (by !== 0) stops[Math.min(stops.length - 1, Math.max(0, at + by))]?.focus();
    else if (e.key === 'ArrowDown' || e.key === 'Escape') onLeave();
    else {
      if (e.key === 'Enter' || e.key === ' ') e.stopPropagation();
      return;
    }
    e.preventDefault();
    e.stopPropagation();
  };
  const name = (id: SizedId) => {
    const by = sortOf[id];
    const on = by === sort;
    const move = id === 'name' ? {} : drag.move(id as ColumnId);
    return (
      <button
        type="button"
        className="sorth"
        tabIndex={-1}
        data-on={on || undefined}
        data-plain={by ? undefined : true}
        aria-description={t('contacts.colKeys')}
        {...move}
        onClick={by && (() => onSort(by, on ? !desc : firstDesc(by)))}
      >
        <span className="ellipsis">{t(`contacts.col.${id}`)}</span>
        {on && (desc ? <IconArrowDown size={13} aria-hidden /> : <IconArrowUp size={13} aria-hidden />)}
      </button>
    );
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
      {(['name', ...layout.shown] as const).map((id) => (
        <div
          role="columnheader"
          key={id}
          data-col={id}
          data-drop={id === 'name' ? undefined : drag.dropSide(id)}
          data-dragging={drag.dragging === id || undefined}
          aria-sort={sortOf[id] && sortOf[id] === sort ? (desc ? 'descending' : 'ascending') : undefined}
        >
          {name(id)}
          <span className="colgrip" aria-hidden {...drag.size(id)} />
        </div>
      ))}
      <div role="columnheader">
        <span className="hidden-text">{t('contacts.col.state')}</span>
      </div>
    </div>
  );
}
