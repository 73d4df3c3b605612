import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TopLine } from '../bridge/types';
import { useFormat } from '../i18n/format';
import { Callout } from './callout';
import { Dialog } from './dialog';

/** The first lines of a file, and which of them is the header. */
export interface HeaderLines {
  headerRow: number;
  top: TopLine[];
}

/** Whether the header stands below lines that hold something. */
export const headerIsBelow = ({ headerRow, top }: HeaderLines) => headerRow > (top[0]?.line ?? headerRow);

interface Props {
  preview: HeaderLines;
  onChoose: (line: number) => void;
}

const filled = (cells: string[]) => cells.filter((cell) => cell !== '');

/** What stands above the header and is no line of the import, so that nobody misses it. */
export function PassedOver({ preview, onChoose }: Props) {
  const { t } = useTranslation();
  const above = preview.top.filter((row) => row.line < preview.headerRow);
  if (above.length === 0) return null;
  return (
    <Callout
      kind="info"
      title={t('import.headerRow.at', { line: preview.headerRow })}
      actions={<ChooseHeader preview={preview} onChoose={onChoose} />}
    >
      <p>{t('import.headerRow.passedOver', { count: above.length })}</p>
      <ul className="passedover">
        {above.slice(0, 4).map((row) => (
          <li key={row.line} className="ellipsis">
            {filled(row.cells).join(' · ')}
          </li>
        ))}
        {above.length > 4 && <li>…</li>}
      </ul>
    </Callout>
  );
}

/** The first lines of the file as they stand in it, one of which is the header. */
export function ChooseHeader({ preview, onChoose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [opened, setOpened] = useState(false);
  const [line, setLine] = useState(preview.headerRow);
  const columns = Math.min(6, Math.max(...preview.top.map((row) => row.cells.length), 1));
  const columnNumbers = Array.from({ length: columns }, (_, n) => n);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          setLine(preview.headerRow);
          setOpened(true);
        }}
      >
        {t('import.headerRow.other')}
      </Button>
      <Dialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('import.headerRow.title')}
        size="xl"
        buttons={
          <>
            <Button variant="default" onClick={() => setOpened(false)}>
              {t('common.cancel')}
            </Button>
            <Button type="submit">{t('import.headerRow.use', { line })}</Button>
          </>
        }
        onSubmit={() => {
          setOpened(false);
          if (line !== preview.headerRow) onChoose(line);
        }}
      >
        <p className="sub">{t('import.headerRow.hint')}</p>
        <fieldset className="headerrows">
          <legend className="hidden-text">{t('import.headerRow.title')}</legend>
          <table className="vt">
            <tbody>
              {preview.top.map((row) => (
                <tr
                  key={row.line}
                  data-header={row.line === line || undefined}
                  data-above={row.line < line || undefined}
                >
                  <td>
                    <input
                      type="radio"
                      name="header-row"
                      id={`header-row-${row.line}`}
                      checked={row.line === line}
                      data-autofocus={row.line === preview.headerRow || undefined}
                      onChange={() => setLine(row.line)}
                    />
                  </td>
                  <td className="num">
                    <label htmlFor={`header-row-${row.line}`}>{format.number(row.line)}</label>
                  </td>
                  {columnNumbers.map((n) => (
                    <td key={n}>
                      <label htmlFor={`header-row-${row.line}`} className="ellipsis">
                        {row.cells[n]}
                      </label>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </fieldset>
      </Dialog>
    </>
  );
}
