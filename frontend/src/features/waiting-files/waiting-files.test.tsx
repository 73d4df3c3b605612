import { useQueryClient } from '@tanstack/react-query';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect, useState } from 'react';
import { waiting } from '../../bridge/desktop';
import { on } from '../../bridge/events';
import { refetch } from '../../bridge/invalidate';
import { wantDropped } from '../../hooks/dropped-here';
import { usePreparing } from '../../hooks/import-under-way';
import { setLanguage } from '../../i18n/i18n';
import { installFake } from '../../testing/fake-bridge';
import { axe, renderUi } from '../../testing/render';
import { WaitingBar } from './components/waiting-bar';
import { useOpenWaiting } from './use-open-waiting';

interface Props {
  open: (path: string) => void;
  preparing?: string;
  mayImport?: boolean;
}
let finish = () => {};
function Screen({ open, preparing = '', mayImport = true }: Props) {
  const [under, setUnder] = useState(preparing);
  finish = () => setUnder('');
  usePreparing(under);
  useOpenWaiting(mayImport, open);
  const client = useQueryClient();
  useEffect(() => on('files:waiting', () => refetch(client, ['waiting'])), [client]);
  return <WaitingBar mayImport={mayImport} onOpen={(path) => void waiting.take(path).then(() => open(path))} />;
}
const bar = () => screen.findByRole('region', { name: 'Arquivos à espera' });
const says = (text: string) => waitFor(async () => expect(await bar()).toHaveTextContent(text));
const arrive = (...paths: string[]) => act(() => waiting.enqueue(paths));

beforeEach(() => setLanguage('pt-BR'));

it('opens the first of several files and keeps the others in their order', async () => {
  installFake({ waiting: ['/a.csv', '/b.csv', '/c.csv'] });
  const open = vi.fn();
  const { container } = renderUi(<Screen open={open} />);
  await says('2 arquivos esperam a importação');
  expect(open.mock.calls).toEqual([['/a.csv']]);
  expect(within(await bar()).getAllByRole('listitem')[0]).toHaveTextContent('b.csv');
  expect(await axe(container)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Abrir b.csv' }));
  await waitFor(() => expect(open.mock.lastCall).toEqual(['/b.csv']));
  await says('1 arquivo espera a importação');
  await userEvent.click(screen.getByRole('button', { name: 'Tirar c.csv da fila' }));
  await waitFor(() => expect(screen.queryByRole('region')).toBeNull());
  expect(open).toHaveBeenCalledTimes(2);
});

it('leaves alone what is being prepared, and opens nothing by itself once it is done', async () => {
  installFake();
  const open = vi.fn();
  renderUi(<Screen open={open} preparing="/a.csv" />);
  await arrive('/b.csv', '/c.csv');
  await says('Depois do arquivo aberto');
  expect(screen.queryByRole('button', { name: /^Abrir/ })).toBeNull();
  // The same file a second time is the one that is open.
  await arrive('/a.csv');
  await says('2 arquivos');
  expect(open).not.toHaveBeenCalled();
  act(() => finish());
  expect(await screen.findByRole('button', { name: 'Abrir b.csv' })).toBeInTheDocument();
  expect(open).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Esvaziar a fila' }));
  await waitFor(() => expect(screen.queryByRole('region')).toBeNull());
});

it('gives what was dropped on a screen to that screen', async () => {
  installFake();
  const open = vi.fn();
  const here = vi.fn();
  renderUi(<Screen open={open} />);
  wantDropped(here);
  await arrive('/interacoes.csv');
  await waitFor(() => expect(here).toHaveBeenCalledWith('/interacoes.csv'));
  await arrive('/contatos.csv');
  await waitFor(() => expect(open).toHaveBeenCalledWith('/contatos.csv'));
  expect(here).toHaveBeenCalledTimes(1);
});

it('says why nothing opens for somebody who may not import', async () => {
  installFake({ waiting: ['/a.csv'] });
  const open = vi.fn();
  renderUi(<Screen open={open} mayImport={false} />);
  expect(await bar()).toHaveTextContent('1 arquivo recebido, mas sua conta não tem a permissão “Importar”');
  expect(screen.queryByRole('button', { name: /^Abrir/ })).toBeNull();
  expect(open).not.toHaveBeenCalled();
});
