import { Checkbox } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../../bridge/types';
import { ContactAvatar } from '../../../components/avatar';
import { usePhoneFormat } from '../../../hooks/use-phone-format';
import { placeOf } from './cell';
import type { RowEvents } from './contact-row';
import { NameMarks, PendingMark } from './contact-state';
import { LabelsLine } from './labels-line';

/** Height of a card and of the gap under it, in px. */
export const CARD_STEP = 134;
/** px that most numbers of any country and the gap behind them take. */
const PHONE = 140;

interface Props extends RowEvents {
  c: ContactRow | undefined;
  row: number;
  column: number;
  /** px inside the card. */
  width: number;
  selected: boolean;
  active: boolean;
}

export const ContactCard = memo(function ContactCard({ c, row, column, width, selected, active, ...on }: Props) {
  const { t } = useTranslation();
  const phone = usePhoneFormat();
  return (
    <div
      role="gridcell"
      id={`r${row}`}
      aria-colindex={column + 1}
      aria-selected={selected}
      className={c && !c.active ? 'card off' : 'card'}
      data-active={active || undefined}
      onMouseDown={(e) => {
        if (e.detail > 1) e.preventDefault(); // a double click opens, it does not mark a word
        on.onPick(row);
      }}
      onDoubleClick={() => on.onOpen(row)}
    >
      {c ? (
        <>
          <div className="who">
            <ContactAvatar c={c} />
            <b title={c.name}>{c.name}</b>
            <NameMarks c={c} />
            <PendingMark c={c} />
            {/* biome-ignore lint/a11y/noStaticElementInteractions: Space on the grid does the same */}
            <span
              className="tick"
              onMouseDown={(e) => {
                e.stopPropagation();
                e.preventDefault();
                on.onCheck(row, e.shiftKey);
              }}
            >
              <Checkbox
                checked={selected}
                readOnly
                tabIndex={-1}
                aria-label={t('contacts.select', { name: c.name })}
                style={{ pointerEvents: 'none' }}
              />
            </span>
          </div>
          <div className="num reach">
            {c.phone && <span>{phone(c.phone)}</span>}
            <LabelsLine labels={c.labels} width={width > 0 ? width - (c.phone ? PHONE : 0) : 0} />
          </div>
          <div className="sub">{c.email}</div>
          <div className="sub">{[placeOf(c), c.owner].filter(Boolean).join(' · ')}</div>
        </>
      ) : (
        <>
          <div className="skel" />
          <div className="skel" style={{ width: '40%', marginTop: 10 }} />
        </>
      )}
    </div>
  );
});
