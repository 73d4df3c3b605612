import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { capsOf, ShortcutSheet } from '../app/shortcut-sheet';
import { gridKey } from '../features/contacts/grid-keys';
import { i18n, setLanguage } from '../i18n/i18n';
import { axe, renderUi } from '../testing/render';
import { extending, type Scope, shortcutOf, shortcuts, useShortcuts } from './shortcuts';

beforeEach(() => setLanguage('pt-BR'));

const all = (Object.keys(shortcuts) as Scope[]).flatMap((scope) =>
  Object.entries(shortcuts[scope]).flatMap(([name, combos]) =>
    (combos as readonly string[]).map((combo) => ({ scope, name, combo })),
  ),
);
const press = (combo: string, shiftKey = false) => {
  const parts = combo.split('+');
  const key = parts.pop() ?? '';
  return { key, ctrlKey: parts.includes('Mod'), metaKey: false, altKey: parts.includes('Alt'), shiftKey };
};

test.each(all)('$scope: $combo is $name, and on the sheet', ({ scope, name, combo }) => {
  expect(shortcutOf(scope, press(combo), true)).toBe(name);
  expect(shortcutOf(scope, { ...press(combo), metaKey: !press(combo).ctrlKey }, true)).toBe(
    press(combo).ctrlKey || combo === 'Home' || combo === 'End' ? name : null,
  );
  const letter = /^[a-z]$/.test(combo);
  expect(shortcutOf(scope, press(combo), false)).toBe(letter ? null : name);
  if (extending.has(name)) expect(shortcutOf(scope, press(combo, true), true)).toBe(letter ? null : name);
});

test('the sheet shows every key of the registry and nothing else', async () => {
  const { baseElement } = renderUi(<ShortcutSheet opened onClose={() => {}} />);
  await screen.findByRole('dialog');
  const rows = [...baseElement.querySelectorAll('dt')].map((dt) =>
    [...dt.querySelectorAll('kbd')].map((k) => k.textContent).join(' '),
  );
  const wanted = (Object.keys(shortcuts) as Scope[]).flatMap((scope) =>
    Object.values(shortcuts[scope]).map((combos: readonly string[]) =>
      combos.flatMap((combo) => capsOf(combo, i18n.t('shortcuts.space'))).join(' '),
    ),
  );
  for (const row of wanted) expect(rows).toContain(row);
  expect(rows).toHaveLength(wanted.length + 1); // and the one of Shift
  for (const text of baseElement.querySelectorAll('dd')) expect(text.textContent).not.toMatch(/^shortcuts\./);
  expect(await axe(baseElement)).toEqual([]);
});

test('the grid acts on every key of the list', () => {
  for (const [name, combos] of Object.entries(shortcuts.list))
    for (const combo of combos) {
      const g = {
        active: 50,
        total: 100,
        perRow: 3,
        pageRows: 10,
        letters: true,
        move: vi.fn(),
        toggle: vi.fn(),
        selectAll: vi.fn(),
        open: vi.fn(),
        escape: vi.fn(),
        edit: vi.fn(),
        create: vi.fn(),
        toHead: vi.fn(),
      };
      expect(gridKey(press(combo) as never, g), `${name}: ${combo}`).toBe(true);
      const calls = [g.move, g.toggle, g.selectAll, g.open, g.escape, g.edit, g.create].flatMap((f) => f.mock.calls);
      expect(calls, `${name}: ${combo}`).toHaveLength(1);
    }
});

test('while text is typed only keys with a modifier act', () => {
  const sheet = vi.fn();
  const palette = vi.fn();
  const interaction = vi.fn();
  function Keys() {
    useShortcuts('anywhere', { sheet, palette, interaction });
    return <input aria-label="text" />;
  }
  renderUi(<Keys />);
  fireEvent.keyDown(document.body, { key: '?', shiftKey: true });
  expect(sheet).toHaveBeenCalledTimes(1);
  fireEvent.keyDown(screen.getByLabelText('text'), { key: '?', shiftKey: true });
  expect(sheet).toHaveBeenCalledTimes(1);
  fireEvent.keyDown(screen.getByLabelText('text'), { key: 'k', ctrlKey: true });
  expect(palette).toHaveBeenCalledTimes(1);
  fireEvent.keyDown(screen.getByLabelText('text'), { key: 'i', ctrlKey: true });
  expect(interaction).toHaveBeenCalledTimes(1);
});
