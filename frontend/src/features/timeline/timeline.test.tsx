import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { TimelineFilter } from '../../bridge/timeline';
import { duration } from '../../i18n/duration';
import { installFake, refuse } from '../../testing/fake-bridge';
import { fakeTimeline } from '../../testing/fake-timeline';
import { axe, renderUi } from '../../testing/render';
import { TimelineDialogs } from './components/timeline-dialogs';
import { TimelineList } from './components/timeline-list';
import { instant, pickerValue, seconds } from './durations';

it('reads and writes handle times', () => {
  expect(['0', '9', '185', '3:05', '1:02:07', ' 3:05 '].map(seconds)).toEqual([0, 9, 185, 185, 3727, 185]);
  expect(['', 'abc', '3:65', '1:2:3:4', '-5', '3:', '1,5'].map(seconds)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect([0, 185, 3727].map(duration)).toEqual(['0:00', '3:05', '1:02:07']);
  for (const n of [0, 59, 60, 3599, 3600]) expect(seconds(duration(n))).toBe(n);
});

it('turns what a picker holds into an instant and back', () => {
  const iso = '2026-11-27T13:30:00.000Z';
  expect(instant(pickerValue(iso))).toBe(iso);
  expect([instant(null), instant('nonsense'), pickerValue('')]).toEqual(['', '', null]);
});

describe('the list', () => {
  it('is newest first, a page at a time', async () => {
    installFake();
    renderUi(<TimelineList contact="c1" onDialog={null} />);
    const list = screen.getByRole('list', { name: 'Interações' });
    await waitFor(() => expect(list.children).toHaveLength(50));
    expect(list.firstElementChild?.textContent).toContain('Protocolo 20261127-00000');
    await userEvent.click(screen.getByText('Mostrar mais antigas'));
    await waitFor(() => expect(list.children).toHaveLength(100));
  });

  it('has nothing that axe holds against it', async () => {
    const few = fakeTimeline(() => {});
    installFake({
      override: { Timeline: { Page: ((c: string, f: TimelineFilter) => few.Page(c, f, '', 3)) as never } },
    });
    const { container } = renderUi(<TimelineList contact="c1" onDialog={() => {}} />);
    await screen.findAllByText(/^Protocolo/);
    expect(await axe(container)).toEqual([]);
  });

  it('asks Go for what is filtered, and offers all of it back', async () => {
    const asked: TimelineFilter[] = [];
    installFake({
      override: {
        Timeline: {
          Page: ((_: string, f: TimelineFilter) => {
            asked.push(f);
            return { rows: null, next: '' };
          }) as never,
        },
      },
    });
    renderUi(<TimelineList contact="c1" onDialog={null} />);
    await screen.findByText('Nenhuma interação com este contato até agora');
    await userEvent.click(screen.getByText('Abertas'));
    await screen.findByText('Nenhuma interação corresponde ao filtro');
    expect(asked.at(-1)?.status).toBe('open');
    await userEvent.click(screen.getByRole('button', { name: 'Mostrar todas' }));
    await screen.findByText('Nenhuma interação com este contato até agora');
  });

  it('offers nothing to change to who may not', async () => {
    installFake();
    renderUi(<TimelineList contact="c1" onDialog={null} />);
    await screen.findAllByText(/^Protocolo/);
    expect(screen.queryByRole('button', { name: 'Encerrar' })).toBeNull();
    expect(screen.queryByRole('button', { name: /^Mais ações/ })).toBeNull();
  });

  it('says what failed and asks again', async () => {
    let fails = true;
    installFake({
      override: {
        Timeline: {
          Page: () => {
            if (fails) throw refuse('busy', 'locked');
            return { rows: [], next: '' };
          },
        },
      },
    });
    renderUi(<TimelineList contact="c1" onDialog={null} />);
    await screen.findByText('Não foi possível ler as interações');
    fails = false;
    await userEvent.click(screen.getByRole('button', { name: 'Tentar de novo' }));
    await screen.findByText('Nenhuma interação com este contato até agora');
  });
});

describe('the dialogs', () => {
  it('keep what was typed until the person says to discard it', async () => {
    installFake();
    const closed = vi.fn();
    renderUi(<TimelineDialogs contact="c1" dialog={{ kind: 'add' }} onClose={closed} />);
    await userEvent.type(await screen.findByLabelText('Assunto'), 'Boleto');
    await userEvent.keyboard('{Escape}');
    await screen.findByText('Descartar o que você escreveu?');
    expect(closed).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Continuar editando' }));
    await userEvent.click(screen.getByRole('button', { name: 'Cancelar' }));
    await userEvent.click(screen.getByRole('button', { name: 'Descartar' }));
    expect(closed).toHaveBeenCalledOnce();
  });

  it('close at once when nothing was typed', async () => {
    installFake();
    const closed = vi.fn();
    renderUi(<TimelineDialogs contact="c1" dialog={{ kind: 'add' }} onClose={closed} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Cancelar' }));
    expect(closed).toHaveBeenCalledOnce();
  });

  it('stay open, with what was typed, when Go refuses', async () => {
    const closed = vi.fn();
    installFake({
      override: {
        Timeline: {
          Add: () => {
            throw refuse('disk_full', 'full');
          },
        },
      },
    });
    renderUi(<TimelineDialogs contact="c1" dialog={{ kind: 'add' }} onClose={closed} />);
    const subject = await screen.findByLabelText('Assunto');
    await userEvent.type(subject, 'Boleto');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByText('A interação não foi registrada');
    expect(closed).not.toHaveBeenCalled();
    expect((subject as HTMLInputElement).value).toBe('Boleto');
  });

  it('take no handle time that is none', async () => {
    const add = vi.fn();
    installFake({ override: { Timeline: { Add: add as never } } });
    renderUi(<TimelineDialogs contact="c1" dialog={{ kind: 'add' }} onClose={() => {}} />);
    await userEvent.type(await screen.findByLabelText(/^Tempo de atendimento/), '3:99');
    await userEvent.click(screen.getByRole('button', { name: 'Salvar' }));
    await screen.findByText('Escreva minutos e segundos, como 3:05.');
    expect(add).not.toHaveBeenCalled();
  });
});
