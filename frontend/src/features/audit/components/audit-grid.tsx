import { type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry, AuditPage, AuditQuery } from '../../../bridge/administration';
import { ErrorCallout } from '../../../components/error-callout';
import { rowHeight, usePreferences } from '../../../hooks/preferences';
import { shortcutOf } from '../../../hooks/shortcuts';
import { useBigScroll } from '../../../hooks/use-big-scroll';
import { useAuditRows } from '../queries';
import { AuditDetails } from './audit-details';
import { AuditRow, auditColumns } from './audit-row';
import type { ContactLink } from './audit-subject';

/** Height of the head, in px. */
const HEAD = 34;

interface Props {
  query: AuditQuery;
  head: AuditPage;
  contactLink: ContactLink;
}

/** Any number of entries: only what is in sight is drawn, and one tab stop leads in. */
export function AuditGrid({ query, head, contactLink }: Props) {
  const { t } = useTranslation();
  const { density, letters } = usePreferences();
  const wrap = useRef<HTMLDivElement>(null);
  const total = head.total;
  const height = rowHeight[density];
  const big = useBigScroll({ el: wrap, count: total, rowH: height, headH: HEAD, resetKey: '' });
  const to = Math.min(big.to, total);
  const [active, setActive] = useState(0);
  const [open, setOpen] = useState<number | null>(null);
  // Rows are memoised: what they call must stay the same function while what it does changes.
  const live = useRef({ active, toggle: (_row: number) => {} });
  useLayoutEffect(() => {
    live.current = { active, toggle: (row) => setOpen(open === row ? null : row) };
  });
  const { at, error, retry } = useAuditRows(query, head, big.from, to);
  // What is open stays, however far the list has been scrolled since.
  const [kept, keep] = useState<{ row: number; entry: AuditEntry }>();
  const there = open === null ? undefined : at(open);
  if (open !== null && there && there !== kept?.entry) keep({ row: open, entry: there });
  const entry = there ?? (kept?.row === open ? kept?.entry : undefined);

  const move = (row: number) => {
    const next = Math.min(Math.max(0, row), total - 1);
    setActive(next);
    if (open !== null) setOpen(next);
    big.scrollTo(next);
  };
  const close = () => {
    setOpen(null);
    wrap.current?.focus({ preventScroll: true });
  };
  // The details take room from the list: what they are about stays in sight.
  const { scrollTo } = big;
  const opened = entry?.seq;
  useLayoutEffect(() => {
    if (opened !== undefined) scrollTo(live.current.active);
  }, [opened, scrollTo]);
  const acts: Partial<Record<string, () => void>> = {
    up: () => move(active - 1),
    down: () => move(active + 1),
    pageUp: () => move(active - big.pageRows()),
    pageDown: () => move(active + big.pageRows()),
    first: () => move(0),
    last: () => move(total - 1),
    open: () => setOpen(open === active ? null : active),
    toggle: () => setOpen(open === active ? null : active),
    escape: open === null ? undefined : close,
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const act = acts[shortcutOf('list', e, letters) ?? ''];
    if (!act) return;
    e.preventDefault();
    act();
  };
  const onPick = useCallback((row: number) => {
    setActive(row);
    wrap.current?.focus({ preventScroll: true });
  }, []);
  const onOpen = useCallback((row: number) => live.current.toggle(row), []);
  const rows = Array.from({ length: Math.max(0, to - big.from) }, (_, k) => big.from + k);
  return (
    <>
      <div className="panel audit-box">
        <div
          ref={wrap}
          className="gridwrap audit-grid"
          role="grid"
          aria-label={t('admin.audit.list')}
          aria-description={t('admin.audit.keys')}
          aria-rowcount={total + 1}
          aria-colcount={auditColumns.length}
          tabIndex={0}
          aria-activedescendant={active >= big.from && active < to ? `a${active}` : undefined}
          onKeyDown={onKeyDown}
        >
          <div role="rowgroup" style={{ display: 'contents' }}>
            <div role="row" aria-rowindex={1} className="ghead chrome">
              {auditColumns.map((col) => (
                <div role="columnheader" key={col}>
                  {t(`admin.audit.${col}`)}
                </div>
              ))}
            </div>
          </div>
          <div role="rowgroup" className="audit-rows" style={{ height: big.px }}>
            {rows.map((row) => (
              <AuditRow
                key={big.slot(row)}
                row={row}
                y={Math.round(big.base + row * height)}
                height={height}
                entry={at(row)}
                active={row === active}
                open={row === open}
                contactLink={contactLink}
                onPick={onPick}
                onOpen={onOpen}
              />
            ))}
          </div>
        </div>
        <div aria-live="polite" className="audit-dock">
          {entry && <AuditDetails entry={entry} contactLink={contactLink} onClose={close} />}
        </div>
      </div>
      {error && <ErrorCallout error={error} title={t('admin.loadFailed')} onRetry={retry} />}
    </>
  );
}
