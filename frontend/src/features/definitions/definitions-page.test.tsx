import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { setLanguage } from '../../i18n/i18n';
import { installFake, refuse } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { DefinitionsPage } from './components/definitions-page';
import type { DefinitionTab } from './tabs';

beforeEach(async () => {
  await setLanguage('en');
});

function Page({ tab: first = 'fields', mayChange = true }: { tab?: DefinitionTab; mayChange?: boolean }) {
  const [tab, setTab] = useState<DefinitionTab>(first);
  return <DefinitionsPage tab={tab} onTab={setTab} mayChange={mayChange} />;
}

const names = () =>
  within(screen.getAllByRole('list')[0] as HTMLElement)
    .getAllByRole('listitem')
    .map((row) => row.querySelector('b')?.textContent);

test('fields with their types and exact use, archived ones apart, and nothing axe objects to', async () => {
  installFake();
  const { container } = renderUi(<Page />);
  expect(await screen.findByText('1,204 contacts')).toBeVisible();
  expect(names()).toEqual(['Plano', 'Renovação', 'Ramo']);
  expect(screen.getByText('Choices: Básico, Ouro')).toBeVisible();
  expect(screen.getByRole('heading', { name: '1 archived' })).toBeVisible();
  expect(screen.getByRole('button', { name: 'Restore Código antigo' })).toBeVisible();
  expect(await axe(container)).toEqual([]);
});

test('renamed in place: Enter saves, Esc leaves it, a taken name is said at once', async () => {
  installFake();
  renderUi(<Page />);
  await userEvent.click(await screen.findByRole('button', { name: 'Rename Ramo' }));
  await userEvent.keyboard('Outro{Escape}');
  expect(names()).toContain('Ramo');
  await userEvent.click(screen.getByRole('button', { name: 'Rename Ramo' }));
  await userEvent.keyboard('PLANO{Enter}');
  expect(await screen.findByText(/There is already one with this name/)).toBeVisible();
  await userEvent.clear(screen.getByRole('textbox', { name: 'New name of Ramo' }));
  await userEvent.keyboard('Segmento{Enter}');
  await waitFor(() => expect(names()).toEqual(['Plano', 'Renovação', 'Segmento']));
});

test('ordered with the arrow keys, and told to screen readers', async () => {
  installFake();
  renderUi(<Page />);
  (await screen.findByRole('button', { name: 'Move Ramo' })).focus();
  await userEvent.keyboard('{ArrowUp}');
  await waitFor(() => expect(names()).toEqual(['Plano', 'Ramo', 'Renovação']));
  expect(screen.getByText('Ramo: place 2 of 3')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Move Ramo' })).toHaveFocus();
  await userEvent.keyboard('{Home}');
  await waitFor(() => expect(names()).toEqual(['Ramo', 'Plano', 'Renovação']));
});

test('archiving says what happens and what does not; it comes back with one click', async () => {
  installFake();
  const { baseElement } = renderUi(<Page />);
  await userEvent.click(await screen.findByRole('button', { name: 'More actions for Plano' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Archive' }));
  const dialog = await screen.findByRole('dialog', { name: 'Archive the field “Plano”?' });
  expect(dialog).toHaveTextContent('1,204 contacts have a value and keep it');
  expect(await axe(baseElement)).toEqual([]);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Archive' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Restore Plano' }));
  await waitFor(() => expect(names()).toContain('Plano'));
});

test('a new field of type choice needs choices', async () => {
  installFake();
  renderUi(<Page />);
  await userEvent.click(await screen.findByRole('button', { name: 'New field' }));
  const dialog = await screen.findByRole('dialog', { name: 'New field' });
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Name' }), 'Porte');
  await userEvent.click(within(dialog).getByRole('combobox', { name: 'Type' }));
  await userEvent.click(await screen.findByRole('option', { name: 'List of choices' }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Create' }));
  expect(await screen.findByText('Add at least one choice.')).toBeVisible();
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'New choice' }), 'Pequeno{Enter}pequeno');
  expect(screen.getByText('This choice is on the list already.')).toBeVisible();
  await userEvent.clear(within(dialog).getByRole('textbox', { name: 'New choice' }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Create' }));
  await waitFor(() => expect(names()).toContain('Porte'));
});

test('labels: the colour is changed on the spot and has a name', async () => {
  const ChangeLabel = vi.fn();
  installFake({ override: { Definitions: { ChangeLabel } } });
  renderUi(<Page tab="labels" />);
  await userEvent.click(await screen.findByRole('button', { name: 'Color of VIP: Amber. Change' }));
  await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Blue' }));
  expect(ChangeLabel).toHaveBeenCalledWith('l1', { color: 'petrol' });
});

test('what Go refuses is taken back and said', async () => {
  installFake({
    override: {
      Definitions: {
        MoveField: () => {
          throw refuse('not_allowed');
        },
      },
    },
  });
  renderUi(<Page />);
  (await screen.findByRole('button', { name: 'Move Ramo' })).focus();
  await userEvent.keyboard('{Home}');
  expect(await screen.findByText('The change was not saved')).toBeVisible();
  await waitFor(() => expect(names()).toEqual(['Plano', 'Renovação', 'Ramo']));
});

test('without the permission there is nothing to change', async () => {
  installFake();
  renderUi(<Page mayChange={false} />);
  expect(await screen.findByText('1,204 contacts')).toBeVisible();
  expect(screen.queryAllByRole('button')).toEqual([]);
});

test('an empty list names the next step', async () => {
  installFake({ override: { Definitions: { Labels: () => null } } });
  renderUi(<Page tab="labels" />);
  expect(await screen.findByText('No labels')).toBeVisible();
  await userEvent.click(screen.getAllByRole('button', { name: 'New label' })[1] as HTMLElement);
  expect(await screen.findByRole('dialog', { name: 'New label' })).toBeVisible();
});
