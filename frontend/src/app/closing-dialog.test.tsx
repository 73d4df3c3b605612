import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setLanguage } from '../i18n/i18n';
import { installFake } from '../testing/fake-bridge';
import { axe, renderUi } from '../testing/render';
import { ClosingDialog } from './closing-dialog';

beforeEach(() => setLanguage('pt-BR'));

it.each([
  ['Terminar em segundo plano', 'background'],
  ['Fechar e continuar depois', 'later'],
  ['Voltar para a janela', 'stay'],
  ['Fechar', 'stay'],
])('asks what becomes of the work: %s', async (button, how) => {
  const Leave = vi.fn();
  const fake = installFake({ override: { Desktop: { Leave } } });
  renderUi(<ClosingDialog />);
  expect(screen.queryByRole('dialog')).toBeNull();
  act(() => fake.emit('window:closing', { jobs: 2 }));
  await screen.findByText('2 trabalhos ainda estão em andamento');
  const dialog = await screen.findByRole('dialog');
  expect(dialog).toHaveTextContent('2 trabalhos ainda estão em andamento');
  expect(dialog).toHaveTextContent('O que já foi gravado está salvo');
  if (how === 'background') expect(await axe(dialog)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: button }));
  await waitFor(() => expect(Leave).toHaveBeenCalledWith(how));
  expect(Leave).toHaveBeenCalledTimes(1);
});

it('answers Escape by staying', async () => {
  const Leave = vi.fn();
  const fake = installFake({ override: { Desktop: { Leave } } });
  renderUi(<ClosingDialog />);
  act(() => fake.emit('window:closing', { jobs: 1 }));
  await screen.findByText('1 trabalho ainda está em andamento');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(Leave).toHaveBeenCalledWith('stay'));
});
