import { useElementSize } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import {
  type CSSProperties,
  type KeyboardEvent,
  type Ref,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactQuery, ContactRow, ContactSort } from '../../../bridge/types';
import { rowHeight, usePreferences } from '../../../hooks/preferences';
import { useBigScroll } from '../../../hooks/use-big-scroll';
import { type ColumnLayout, columnWidth, gridTracks } from '../columns';
import { gridKey } from '../grid-keys';
import { PAGE, pageQuery, useContactRows } from '../queries';
import { has, type Selection, size, toggle } from '../selection';
import type { useSelection } from '../use-selection';
import { CARD_STEP, ContactCard } from './contact-card';
import { ContactLine } from './contact-row';
import { GridHead } from './grid-head';

const HEAD = 34;
/** px, as the theme has them: left and right of a cell's labels, around and between cards, and inside of one. */
const CELL_PADDING = 14;
const CARD_GUTTERS = 32;
const CARD_GAP = 12;
const CARD_PADDING = 30;
const floor = (px: number): number => Math.floor(px / 2) * 2;

export interface GridHandle {
  focus: () => void;
}

interface Props {
  ref: Ref<GridHandle>;
  /** The query whose rows are on screen: the last one that was answered. */
  query: ContactQuery;
  total: number;
  busy: boolean;
  layout: ColumnLayout;
  onLayout: (layout: ColumnLayout, done: boolean) => void;
  select: ReturnType<typeof useSelection>;
  selection: Selection;
  onSort: (sort: ContactSort, desc: boolean) => void;
  openId: string | null;
  onOpen: (c: ContactRow, focus: boolean) => void;
  onClosePanel: () => void;
  onEdit: ((id: string) => void) | null;
  onNew: (() => void) | null;
}

/** The list and the cards: one scroll, one selection, one keyboard. */
export function ContactGrid(props: Props) {
  const {
    ref,
    query,
    total,
    busy,
    layout,
    onLayout,
    select,
    selection,
    onSort,
    openId,
    onOpen,
    onClosePanel,
    onEdit,
    onNew,
  } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const { density, view, letters } = usePreferences();
  const wrap = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const [activeRow, setActive] = useState(0);
  const active = Math.min(activeRow, Math.max(0, total - 1));
  const cards = view === 'cards';
  const perRow = cards ? Math.max(1, Math.min(6, Math.floor((width - 16) / 290))) : 1;
  const resetKey = JSON.stringify(query);
  const lines = Math.ceil(total / perRow);
  const rowH = cards ? CARD_STEP : rowHeight[density];
  const big = useBigScroll({ el: wrap, count: lines, rowH, headH: cards ? 0 : HEAD, resetKey: `${view} ${resetKey}` });
  const from = Math.min(big.from * perRow, total);
  const to = Math.min(total, big.to * perRow);
  const at = useContactRows(query, from, to);
  const loaded = (row: number) =>
    client.getQueryData(pageQuery(query, Math.floor(row / PAGE)).queryKey)?.rows[row % PAGE];

  const [shownKey, setShownKey] = useState(resetKey);
  if (shownKey !== resetKey) {
    setShownKey(resetKey);
    setActive(0);
  }
  useImperativeHandle(ref, () => ({ focus: () => wrap.current?.focus({ preventScroll: true }) }), []);
  // Without Ctrl and the wheel, an arrow key repeated fast must never outrun what is drawn.
  const measure = useCallback(
    (el: HTMLDivElement | null) => {
      wrap.current = el;
      sized(el);
    },
    [sized],
  );

  const openRow = (row: number, focus: boolean) => {
    const c = loaded(row);
    if (c) onOpen(c, focus);
  };
  const follow = (row: number) => {
    if (openId) openRow(row, false);
  };
  // Rows are memoised: what they call must stay the same function while what it does changes.
  const live = useRef({
    pick: (_row: number) => {},
    check: (_row: number, _shift: boolean) => {},
    open: (_row: number) => {},
  });
  useLayoutEffect(() => {
    live.current = {
      pick: (row) => {
        setActive(row);
        select.setAnchor(row);
        follow(row);
        wrap.current?.focus({ preventScroll: true });
      },
      check: (row, shift) => {
        setActive(row);
        if (shift) select.extendTo(row);
        else select.toggleRow(row);
        wrap.current?.focus({ preventScroll: true });
      },
      open: (row) => openRow(row, false),
    };
  });
  const onPick = useCallback((row: number) => live.current.pick(row), []);
  const onCheck = useCallback((row: number, shift: boolean) => live.current.check(row, shift), []);
  const onOpenRow = useCallback((row: number) => live.current.open(row), []);

  const move = (row: number, extend: boolean) => {
    setActive(row);
    if (extend) select.extendTo(row);
    else select.setAnchor(row);
    big.scrollTo(Math.floor(row / perRow));
    follow(row);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const own = gridKey(e, {
      active,
      total,
      perRow,
      pageRows: big.pageRows(),
      letters,
      move,
      toggle: () => select.toggleRow(active),
      selectAll: select.selectAll,
      open: () => openRow(active, true),
      escape: () => {
        if (select.reading) select.stop();
        else if (size(selection) > 0) select.clear();
        else onClosePanel();
      },
      edit:
        onEdit &&
        (() => {
          const c = loaded(active);
          if (c) onEdit(c.id);
        }),
      create: onNew,
      toHead: () => head.current?.querySelector<HTMLElement>('button')?.focus(),
    });
    if (own) e.preventDefault();
  };
  const visibleIds = () => {
    const { from: first, to: last } = big.visible();
    const ids: string[] = [];
    for (let row = first; row < last; row++) {
      const id = loaded(row)?.id;
      if (id) ids.push(id);
    }
    return ids;
  };
  const n = size(selection);
  // Who was selected may be gone meanwhile: as many as there are is not yet everybody.
  const whole =
    n > 0 &&
    n >= total &&
    range(from, to).every((row) => {
      const c = at(row);
      return !c || has(selection, c.id);
    });
  const columns = layout.shown;
  const tracks = gridTracks(layout);
  // In steps, so that a column that is being drawn wider has its rows drawn anew now and then, not at every pixel.
  const labelsWidth = width === 0 ? 0 : floor(columnWidth(layout, 'labels', width) - CELL_PADDING);
  const cardWidth = width === 0 ? 0 : floor((width - CARD_GUTTERS - CARD_GAP * (perRow - 1)) / perRow - CARD_PADDING);
  const shared = { onPick, onCheck, onOpen: onOpenRow };
  const selected = (c: ContactRow | undefined) => c !== undefined && has(selection, c.id);

  return (
    <div
      ref={measure}
      className="gridwrap"
      role="grid"
      aria-label={t('contacts.title')}
      aria-rowcount={cards ? lines : total + 1}
      aria-colcount={cards ? perRow : columns.length + 3}
      aria-multiselectable="true"
      aria-busy={busy}
      tabIndex={0}
      aria-activedescendant={active >= from && active < to ? `r${active}` : undefined}
      onKeyDown={onKeyDown}
      style={{ '--cols': tracks.cols, '--cols-min': tracks.min } as CSSProperties}
    >
      {!cards && (
        <div role="rowgroup" style={{ display: 'contents' }}>
          <GridHead
            head={head}
            layout={layout}
            onLayout={onLayout}
            sort={query.sort}
            desc={query.desc}
            onSort={onSort}
            checked={whole}
            indeterminate={n > 0 && !whole}
            onCheckVisible={() => (n > 0 ? select.clear() : select.set(toggle(selection, visibleIds(), true)))}
            onLeave={() => wrap.current?.focus({ preventScroll: true })}
          />
        </div>
      )}
      <div role="rowgroup" style={{ height: big.px, position: 'relative', minWidth: cards ? 0 : tracks.min }}>
        {!cards &&
          range(from, to).map((row) => {
            const c = at(row);
            return (
              <ContactLine
                key={big.slot(row)}
                row={row}
                y={Math.round(big.base + row * rowH)}
                height={rowH}
                c={c}
                columns={columns}
                labelsWidth={labelsWidth}
                selected={selected(c)}
                active={row === active}
                open={c !== undefined && c.id === openId}
                {...shared}
              />
            );
          })}
        {cards &&
          range(big.from, big.to).map((line) => (
            <div
              role="row"
              aria-rowindex={line + 1}
              key={big.slot(line)}
              className="cards"
              style={{
                gridTemplateColumns: `repeat(${perRow}, minmax(0, 1fr))`,
                transform: `translateY(${Math.round(big.base + line * CARD_STEP) + 12}px)`,
              }}
            >
              {range(line * perRow, Math.min(total, (line + 1) * perRow)).map((row) => {
                const c = at(row);
                return (
                  <ContactCard
                    key={row % perRow}
                    row={row}
                    column={row % perRow}
                    width={cardWidth}
                    c={c}
                    selected={selected(c)}
                    active={row === active}
                    {...shared}
                  />
                );
              })}
            </div>
          ))}
      </div>
    </div>
  );
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k);
