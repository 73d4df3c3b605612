import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Job } from '../../bridge/types';
import { setLanguage } from '../../i18n/i18n';
import { installFake } from '../../testing/fake-bridge';
import { fakeResult } from '../../testing/fake-files';
import { renderUi } from '../../testing/render';
import { Bell } from './components/bell';
import { useNoticeToasts } from './use-notice-toasts';

function Screen({ onJob }: { onJob: (id: string) => void }) {
  useNoticeToasts(onJob, () => false);
  return <Bell running={[]} onJob={onJob} />;
}
const ended = (change: Partial<Job> = {}): Job => ({
  id: 'j9',
  kind: 'import',
  state: 'ended',
  colour: 'yellow',
  title: 'clientes.csv',
  action: '',
  owner: '',
  mine: true,
  done: 1,
  total: 1,
  rate: 0,
  secondsLeft: -1,
  startedAt: '',
  endedAt: '',
  resumed: 0,
  cancellable: false,
  hasReport: true,
  error: null,
  result: fakeResult(false),
  ...change,
});

beforeEach(() => setLanguage('pt-BR'));

it('toasts what ended, with colour, word and one action, and keeps it in the centre', async () => {
  const fake = installFake();
  renderUi(<Screen onJob={() => {}} />);
  act(() => fake.tell(ended(), 'warn'));
  expect(await screen.findByText('Importação: Concluída com ressalvas')).toBeInTheDocument();
  await userEvent.click(await screen.findByRole('button', { name: 'Notificações, 1 não lida' }));
  const dialog = await screen.findByRole('dialog', { name: 'Notificações' });
  await vi.waitFor(() => expect(dialog).toHaveTextContent('48.210 contatos criados'));
  await userEvent.click(await screen.findByRole('button', { name: /^Importação: Concluída com ressalvas/ }));
  await vi.waitFor(() => expect(fake.downloads).toEqual(['/download/erros']));
});

it('interrupts for a failure, not for what went well', async () => {
  const fake = installFake();
  renderUi(<Screen onJob={() => {}} />);
  act(() =>
    fake.tell(
      ended({
        state: 'failed',
        colour: 'red',
        hasReport: false,
        result: null,
        error: { code: 'disk_full', message: '', field: '' },
      }),
      'err',
    ),
  );
  expect(await screen.findByRole('alert')).toHaveTextContent('O disco está cheio');
  act(() => fake.tell(ended({ colour: 'green', hasReport: false }), 'ok'));
  expect(await screen.findByRole('status')).toHaveTextContent('Importação: Concluída');
});

it('dismisses for good', async () => {
  const fake = installFake();
  act(() => fake.tell(ended({ colour: 'green', hasReport: false }), 'ok'));
  renderUi(<Screen onJob={() => {}} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Notificações, 1 não lida' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Dispensar: Importação: Concluída' }));
  expect(await screen.findByText('Nenhuma notificação')).toBeInTheDocument();
});

it('says a toast that is on screen anew when the language changes', async () => {
  const fake = installFake();
  renderUi(<Screen onJob={() => {}} />);
  act(() => fake.tell(ended(), 'warn'));
  expect(await screen.findByText('Importação: Concluída com ressalvas')).toBeInTheDocument();
  await act(async () => setLanguage('en'));
  expect(await screen.findByText('Import: Completed with exceptions')).toBeInTheDocument();
  expect(screen.queryByText('Importação: Concluída com ressalvas')).toBeNull();
});

it('hands over the file of an export that has ended', async () => {
  const fake = installFake();
  renderUi(<Screen onJob={() => {}} />);
  act(() => fake.tell(ended({ kind: 'export', title: 'contatos.csv', colour: 'green', hasReport: false }), 'ok'));
  await userEvent.click(await screen.findByRole('button', { name: 'Baixar o arquivo' }));
  await vi.waitFor(() => expect(fake.downloads).toEqual(['/download/export']));
});

it('carries out what was chosen in a native notification, before and after the window was there', async () => {
  const chosen = { jobId: '', action: '' };
  const Chosen = () => {
    const wish = { ...chosen };
    chosen.jobId = '';
    return wish;
  };
  const fake = installFake({ override: { Notices: { Chosen } } });
  fake.set(ended());
  Object.assign(chosen, { jobId: 'j9', action: 'open' });
  const onJob = vi.fn();
  renderUi(<Screen onJob={onJob} />);
  await vi.waitFor(() => expect(onJob).toHaveBeenCalledWith('j9'));
  expect(fake.downloads).toEqual([]);
  Object.assign(chosen, { jobId: 'j9', action: 'report' });
  act(() => fake.emit('notice:open', {}));
  await vi.waitFor(() => expect(fake.downloads).toEqual(['/download/erros']));
  expect(onJob).toHaveBeenCalledTimes(2);
});
