import { Checkbox } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../../bridge/types';
import { Avatar, ContactAvatar } from '../../../components/avatar';
import type { ColumnId } from '../columns';
import { cellClass, useCell } from './cell';
import { NameMarks, PendingMark } from './contact-state';

export interface RowEvents {
  onPick: (row: number) => void;
  onCheck: (row: number, shift: boolean) => void;
  onOpen: (row: number) => void;
}

interface Props extends RowEvents {
  c: ContactRow | undefined;
  row: number;
  /** px from the top of the scrolled area */
  y: number;
  height: number;
  columns: ColumnId[];
  /** px for the labels; 0 while that is not known. */
  labelsWidth: number;
  selected: boolean;
  active: boolean;
  open: boolean;
}

/** One line of the list; bones while its page is on the way. */
export const ContactLine = memo(function ContactLine(props: Props) {
  const { c, row, y, height, columns, labelsWidth, selected, active, open, onPick, onCheck, onOpen } = props;
  const { t } = useTranslation();
  const cell = useCell(labelsWidth);
  return (
    <div
      role="row"
      id={`r${row}`}
      aria-rowindex={row + 2}
      aria-selected={selected}
      className={c && !c.active ? 'row off' : 'row'}
      data-active={active || undefined}
      data-open={open || undefined}
      style={{ height, transform: `translateY(${y}px)` }}
      onMouseDown={(e) => {
        if (e.detail > 1) e.preventDefault(); // a double click opens, it does not mark a word
        onPick(row);
      }}
      onDoubleClick={() => onOpen(row)}
    >
      <div
        role="gridcell"
        className="cbx"
        onMouseDown={(e) => {
          e.stopPropagation();
          e.preventDefault();
          onCheck(row, e.shiftKey);
        }}
        onDoubleClick={(e) => e.stopPropagation()}
      >
        <Checkbox
          checked={selected}
          readOnly
          tabIndex={-1}
          aria-label={t('contacts.select', { name: c?.name ?? String(row + 1) })}
          style={{ pointerEvents: 'none' }}
        />
      </div>
      {c ? (
        <>
          <div role="gridcell" className="who">
            {/* The query of a picture is worth its cost only where there is one. */}
            {c.picture ? <ContactAvatar c={c} /> : <Avatar name={c.name} />}
            <b title={c.name}>{c.name}</b>
            <NameMarks c={c} />
          </div>
          {columns.map((id) => (
            <div role="gridcell" key={id} className={cellClass(id)}>
              {cell(id, c)}
            </div>
          ))}
          <div role="gridcell" className="tail">
            <PendingMark c={c} />
            <button
              type="button"
              className="openbtn"
              tabIndex={-1}
              aria-label={t('contacts.open', { name: c.name })}
              onClick={() => onOpen(row)}
            >
              <IconChevronRight size={16} />
            </button>
          </div>
        </>
      ) : (
        <>
          <div role="gridcell" className="who">
            <div className="skel" />
          </div>
          {columns.map((id) => (
            <div role="gridcell" key={id}>
              <div className="skel" style={{ width: '40%' }} />
            </div>
          ))}
          <div role="gridcell" />
        </>
      )}
    </div>
  );
});
