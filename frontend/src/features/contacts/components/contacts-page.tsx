import { Button } from '@mantine/core';
import { IconDatabaseImport, IconUserPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contacts } from '../../../bridge/call';
import type { ContactDetail, ContactRow, ContactSort, Selection as WireSelection } from '../../../bridge/types';
import { ErrorCallout } from '../../../components/error-callout';
import { toast, toastError } from '../../../components/toast';
import { useShortcuts } from '../../../hooks/shortcuts';
import { type ColumnLayout, loadLayout, saveLayout } from '../columns';
import { type ContactSearch, compact, countFilters, matchKey, toQuery } from '../filters';
import type { ProfileParts } from '../profile';
import { type Moved, PAGE, pageQuery, useContactHead } from '../queries';
import { size, toWire, withTotal } from '../selection';
import { useSelection } from '../use-selection';
import { ActionBar } from './action-bar';
import { ContactGrid, type GridHandle } from './contact-grid';
import { EmptyList } from './empty-list';
import { FilterButton } from './filter-button';
import { FilterChips } from './filter-chips';
import { ListTools } from './list-tools';
import { QuickFilters } from './quick-filters';
import { SearchBox } from './search-box';
import { SegmentMenu } from './segment-menu';

const ContactPanel = lazy(() => import('./contact-panel').then((m) => ({ default: m.ContactPanel })));

interface Props {
  search: ContactSearch;
  onSearch: (search: ContactSearch) => void;
  /** null when this user may not import. */
  onImport: (() => void) | null;
  /** What other features do with a selection of `count` contacts, at least where `exact` is false. */
  actions: (selection: WireSelection, count: number, exact: boolean) => ReactNode;
  /** Whose columns these are; "" for nobody in particular. */
  user?: string;
  /** Whether this user may change contacts, and save segments for everybody. */
  mayEdit?: boolean;
  /** The form of a new contact, and of one that is there; null when this user may not. */
  onNew?: (() => void) | null;
  onEdit?: ((id: string) => void) | null;
  /** Opens the page of a contact. */
  onExpand?: ((id: string) => void) | null;
  /** What other features show of a contact. */
  profile?: (c: ContactDetail) => ProfileParts;
  /** What stands in place of a list without any contact. */
  welcome?: ReactNode;
  /** Opens the panel of a contact from outside; `times` grows with each wish. */
  show?: { id: string; times: number } | null;
}

export function ContactsPage({ search, onSearch, onImport, actions, user = '', mayEdit = false, ...form }: Props) {
  const { welcome, onNew = null, onEdit = null, onExpand = null, show = null, profile } = form;
  const { t } = useTranslation();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const grid = useRef<GridHandle>(null);
  const [layout, setLayout] = useState<ColumnLayout>(() => loadLayout(user));
  const [open, setOpen] = useState<{ id: string; focus: number } | null>(
    search.contact ? { id: search.contact, focus: 1 } : null,
  );
  const [shown, setShown] = useState(show);
  if (shown?.times !== show?.times) {
    setShown(show);
    if (show) setOpen((before) => ({ id: show.id, focus: (before?.focus ?? 0) + 1 }));
  }
  const asked = toQuery(search);
  const head = useContactHead(asked);
  // What is on screen answers this query; while the next one is being asked it is still the one before.
  const query = head.data?.query ?? asked;
  const total = head.data?.total ?? 0;
  const exact = head.data?.exact ?? true;
  const select = useSelection({
    query,
    resetKey: matchKey(asked),
    total,
    idAt: (row) => client.getQueryData(pageQuery(query, Math.floor(row / PAGE)).queryKey)?.rows[row % PAGE]?.id,
    read: (offset, limit) => contacts.page(query, offset, limit),
    onTooLarge: () =>
      toast({ kind: 'warn', title: (t) => t('contacts.tooLarge'), message: (t) => t('contacts.tooLargeHint') }),
    onError: (error) => toastError((t) => t('contacts.rangeFailed'), error),
  });
  const selection = withTotal(select.selection, total);
  const busy = head.isPlaceholderData || head.isPending;
  useShortcuts('contacts', { search: () => input.current?.focus() });

  const onSort = (sort: ContactSort, desc: boolean) =>
    onSearch(compact({ ...search, sort: sort === 'name' ? undefined : sort, desc }));
  const onLayout = (next: ColumnLayout, done: boolean) => {
    setLayout(next);
    if (done) saveLayout(user, next);
  };
  const onOpen = (c: ContactRow, focus: boolean) =>
    setOpen((before) => ({ id: c.id, focus: focus ? (before?.focus ?? 0) + 1 : (before?.focus ?? 0) }));
  const [moved, setMoved] = useState<Moved>({ to: '', name: '' });
  const onMoved = (next: Moved) => {
    setMoved(next);
    setOpen((before) => ({ id: next.to, focus: before?.focus ?? 0 }));
  };
  const closePanel = () => {
    setOpen(null);
    if (search.contact) onSearch(compact({ ...search, contact: undefined }));
    grid.current?.focus();
  };
  const filtered = asked.search !== '' || countFilters(search) > 0;
  const selecting = (size(selection) > 0 || select.reading !== null) && total > 0;

  return (
    <>
      <div className="toolbar chrome">
        <h1>{t('contacts.title')}</h1>
        <span className="num sub" aria-live="polite" style={{ fontSize: 13 }}>
          {head.data && (exact ? t('contacts.count', { count: total }) : t('contacts.countAtLeast', { count: total }))}
        </span>
        <SegmentMenu search={search} onSearch={onSearch} mayEdit={mayEdit} />
        <div className="grow" />
        {onImport && (
          <Button
            className="folds"
            variant="default"
            leftSection={<IconDatabaseImport size={16} />}
            onClick={onImport}
            title={t('contacts.import')}
          >
            {t('contacts.import')}
          </Button>
        )}
        {onNew && (
          <Button
            className="folds"
            leftSection={<IconUserPlus size={16} />}
            onClick={onNew}
            title={t('contactForm.new')}
          >
            {t('contactForm.new')}
          </Button>
        )}
      </div>
      <div className="toolbar second chrome" data-tour="find">
        <SearchBox
          input={input}
          value={search.q ?? ''}
          onChange={(q) => onSearch(compact({ ...search, q }))}
          onLeave={() => grid.current?.focus()}
        />
        <FilterButton search={search} onSearch={onSearch} />
        <div className="grow" />
        <ListTools layout={layout} onLayout={onLayout} sort={asked.sort} desc={asked.desc} onSort={onSort} />
      </div>
      {selecting ? (
        <ActionBar
          selection={selection}
          total={total}
          exact={exact}
          reading={select.reading}
          onSelectAll={select.selectAll}
          onStop={select.stop}
          onClear={() => {
            select.clear();
            grid.current?.focus();
          }}
        >
          {actions(toWire(selection, query), size(selection), exact || selection.kind === 'some')}
        </ActionBar>
      ) : (
        <div className="chipbar chrome">
          {countFilters(search) > 0 ? (
            <FilterChips search={search} onSearch={onSearch} />
          ) : (
            <QuickFilters onPick={(change) => onSearch(compact({ ...search, ...change }))} />
          )}
        </div>
      )}
      <div className="listarea" data-tour="list">
        {head.isError ? (
          <div className="grow" style={{ padding: 24, maxWidth: 720 }}>
            <ErrorCallout error={head.error} title={t('contacts.failed')} onRetry={() => void head.refetch()} />
          </div>
        ) : head.data && total === 0 && !busy ? (
          <div className="grow">
            {filtered || !welcome ? (
              <EmptyList filtered={filtered} onClear={() => onSearch({})} onImport={onImport} />
            ) : (
              welcome
            )}
          </div>
        ) : (
          <ContactGrid
            ref={grid}
            query={query}
            total={total}
            busy={busy}
            layout={layout}
            onLayout={onLayout}
            select={select}
            selection={selection}
            onSort={onSort}
            openId={open?.id ?? null}
            onOpen={onOpen}
            onClosePanel={closePanel}
            onEdit={onEdit}
            onNew={onNew}
          />
        )}
        {open && (
          <Suspense fallback={<div className="aside" />}>
            <ContactPanel
              id={open.id}
              focus={open.focus}
              onClose={closePanel}
              onMoved={onMoved}
              movedFrom={moved.to === open.id ? moved.name : ''}
              onEdit={onEdit}
              onExpand={onExpand}
              parts={profile}
            />
          </Suspense>
        )}
      </div>
    </>
  );
}
