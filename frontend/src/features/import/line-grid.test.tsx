import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { setLanguage } from '../../i18n/i18n';
import { renderUi } from '../../testing/render';
import { untouched } from './by-hand';
import { LineGrid } from './components/line-grid';
import type { Cell, Line } from './lines';

const line = (n: number, text: string): Line => ({ line: n, cells: [text], seen: text, problems: [], mended: [] });

beforeEach(() => setLanguage('pt-BR'));

it('never gives a line what was typed into another one that has left the list', async () => {
  const correct = vi.fn();
  let show = (_: Line[]): void => undefined;
  function Sheet() {
    const [lines, setLines] = useState([line(2, 'Ana'), line(3, 'Bia')]);
    const [active, setActive] = useState<Cell | null>(null);
    show = setLines;
    return (
      <LineGrid
        lines={lines}
        columns={[{ index: 0, header: 'Nome', samples: [], target: 'contact_name', how: 'alias' }]}
        derived={[]}
        byHand={untouched}
        label="Linhas"
        active={active}
        asked={0}
        onActive={setActive}
        onCorrect={(at, index, value) => correct(at.line, index, value)}
        onLeaveOut={() => {}}
        onUndo={() => {}}
      />
    );
  }
  renderUi(<Sheet />);
  await userEvent.dblClick(screen.getByRole('gridcell', { name: 'Bia' }));
  await userEvent.keyboard('Beatriz');
  // The dry run has found nothing wrong with it any more.
  act(() => show([line(2, 'Ana')]));
  expect(screen.queryByRole('textbox')).toBeNull();
  await userEvent.click(document.body);
  for (const [at] of correct.mock.calls) expect(at).toBe(3);
  expect(screen.getByRole('gridcell', { name: 'Ana' })).toBeInTheDocument();
});
