import '@mantine/spotlight/styles.css';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconAddressBook, IconHistory, IconMessagePlus, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../bridge/types';
import { isCommand } from '../hooks/typed-ahead';
import { useFirstField } from '../hooks/use-first-field';
import { usePhoneFormat } from '../hooks/use-phone-format';
import { type PaletteAction, useActions, useScreens } from './palette-actions';
import { useHits, useRecent } from './palette-contacts';
import { useSession } from './session-context';

const [store, palette] = createSpotlight();
/** Milliseconds after the last letter; the same as in the list. */
const DEBOUNCE = 80;

interface Props {
  /** Grows each time the palette is asked for; it is loaded by the first time. */
  asked: number;
  /** null when the person may not change anything. */
  onInteraction: ((text: string) => void) | null;
  onShortcuts: () => void;
  onTour: () => void;
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every word of the text somewhere in the label. */
export function matching(actions: PaletteAction[], text: string): PaletteAction[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  return actions.filter((action) => words.every((word) => folded(action.label).includes(word)));
}

/** Everything that can be reached or done, and everybody who can be found, from the keyboard. */
export function Palette({ asked, onInteraction, onShortcuts, onTour }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { user } = useSession();
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState(false);
  const [text] = useDebouncedValue(query.trim(), DEBOUNCE);
  useEffect(() => {
    if (asked > 0) palette.open();
  }, [asked]);
  const screens = matching(useScreens(), query);
  const actions = matching(useActions({ onInteraction, onShortcuts, onTour }), query);
  const { rows, searching } = useHits(text);
  const recent = useRecent(user?.id ?? '', opened && query.trim() === '');
  const open = (id: string) =>
    void navigate({ to: '/', search: { contact: id }, state: { wish: { screen: 'contacts', open: id } } });
  useSelection(
    query,
    [query, String(searching), text, ...screens, ...actions, ...rows, ...recent]
      .map((x) => (typeof x === 'string' ? x : x.id))
      .join(' '),
  );
  const nothing = screens.length + actions.length + rows.length === 0;
  const looking = searching || text !== query.trim();
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpened(true)}
      onSpotlightClose={() => setOpened(false)}
      attributes={{ content: { 'aria-label': t('top.palette') } }}
      shortcut={null}
      scrollable
      maxHeight={460}
      centered={false}
      yOffset="12vh"
      radius="lg"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      // Without a change of size, which the web view of Linux draws with a font of its own for each step.
      transitionProps={{ transition: 'fade-down', duration: 120 }}
    >
      <Search asked={asked} onTyped={(text) => setQuery((before) => before + text)} />
      <Spotlight.ActionsList>
        {recent.length > 0 && query.trim() === '' && (
          <Spotlight.ActionsGroup label={t('palette.recent')} role="group" aria-label={t('palette.recent')}>
            {recent.map((row) => (
              <Person key={row.id} row={row} onOpen={open} recent />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {screens.length > 0 && <Group label={t('palette.screens')} actions={screens} />}
        {actions.length > 0 && <Group label={t('palette.actions')} actions={actions} />}
        {rows.length > 0 && (
          <Spotlight.ActionsGroup label={t('palette.contacts')} role="group" aria-label={t('palette.contacts')}>
            {rows.map((row) => (
              <Person key={row.id} row={row} onOpen={open} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {nothing && <Spotlight.Empty>{looking ? t('palette.searching') : t('palette.nothing')}</Spotlight.Empty>}
        {/* Somebody rings whom nobody knows: what was typed says who it is. */}
        {nothing && !looking && query.trim() !== '' && onInteraction && (
          <Spotlight.Action
            label={t('palette.interactionWith', { text: query.trim() })}
            leftSection={<IconMessagePlus size={18} stroke={1.7} />}
            onClick={() => onInteraction(query.trim())}
          />
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Search({ asked, onTyped }: { asked: number; onTyped: (text: string) => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useFirstField(() => field.current, onTyped, asked);
  // A dialog that is just closing gives the focus back behind the palette.
  useEffect(() => {
    const onKeyDown = (e: KeyboardEvent) => {
      const within = e.target instanceof Node && field.current?.closest('[role="dialog"]')?.contains(e.target);
      const letter = e.key.length === 1 && e.key !== ' ' && !isCommand(e);
      // Its own way takes the letter to where the focus is after this.
      if (letter && !within) field.current?.focus();
    };
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
  return (
    <Spotlight.Search
      ref={field}
      leftSection={<IconSearch size={18} />}
      placeholder={t('palette.placeholder')}
      aria-label={t('top.palette')}
    />
  );
}

/**
 * Enter takes the first match, also of people who arrive a moment after the last letter; they come last, so that nothing moves
 * under the cursor. Mantine marks an element when a letter is typed, which is before the list has followed.
 */
function useSelection(query: string, items: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever the list is another one
  useLayoutEffect(() => {
    const { listId } = store.getState();
    const list = document.getElementById(listId);
    if (!list || query === '') return;
    const all = [...list.querySelectorAll('[data-action]')];
    let selected = all.findIndex((action) => action.hasAttribute('data-selected'));
    if (selected < 0) {
      selected = 0;
      all[0]?.setAttribute('data-selected', 'true');
    }
    if (store.getState().selected !== selected) store.updateState((state) => ({ ...state, selected }));
  }, [items]);
}

function Group({ label, actions }: { label: string; actions: PaletteAction[] }) {
  return (
    <Spotlight.ActionsGroup label={label} role="group" aria-label={label}>
      {actions.map(({ id, label: name, icon, run }) => (
        <Spotlight.Action key={id} label={name} leftSection={icon} onClick={run} highlightQuery />
      ))}
    </Spotlight.ActionsGroup>
  );
}

interface PersonProps {
  row: Pick<ContactRow, 'id' | 'name' | 'email' | 'phone'>;
  recent?: boolean;
  onOpen: (id: string) => void;
}

function Person({ row, recent = false, onOpen }: PersonProps) {
  const phone = usePhoneFormat();
  const Icon = recent ? IconHistory : IconAddressBook;
  return (
    <Spotlight.Action
      label={row.name}
      description={[row.phone && phone(row.phone), row.email].filter(Boolean).join(' · ')}
      leftSection={<Icon size={18} stroke={1.7} />}
      onClick={() => onOpen(row.id)}
      highlightQuery
    />
  );
}
