import { Button } from '@mantine/core';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellCorrection, ImportColumn, LineLeftOut } from '../../../bridge/types';
import { useFormat } from '../../../i18n/format';
import { type ByHand, countByHand } from '../by-hand';
import type { Cell } from '../lines';

const shownAtFirst = 8;

interface Props {
  byHand: ByHand;
  columns: ImportColumn[];
  onJump: (cell: Cell) => void;
  onTakeBack: (cell: CellCorrection) => void;
  onTakeIn: (line: LineLeftOut) => void;
  onTakeBackAll: () => void;
}

/** Everything that was changed by hand, wherever in the file it is, each with its way back. */
export function ByHandList({ byHand, columns, onJump, onTakeBack, onTakeIn, onTakeBackAll }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const count = countByHand(byHand);
  if (count === 0) return null;
  const lineNo = (line: number) => t('import.lineNo', { line: format.number(line) });
  const cells = [...byHand.corrections].sort((a, b) => a.line - b.line || a.index - b.index);
  const entries = [
    ...cells.map((c) => ({ line: c.line, cell: c, out: undefined })),
    ...byHand.leftOut.map((l) => ({ line: l.line, cell: undefined, out: l })),
  ];
  return (
    <section aria-label={t('import.byHand.title')}>
      <div className="pagehead" style={{ margin: '20px 0 10px' }}>
        <h2>{t('import.byHand.count', { count })}</h2>
        <div className="grow" />
        <Button size="xs" variant="subtle" onClick={onTakeBackAll}>
          {t('import.byHand.takeBackAll')}
        </Button>
      </div>
      <ul className="panel byhand num">
        {(all ? entries : entries.slice(0, shownAtFirst)).map(({ line, cell, out }) => (
          <li key={cell ? `${line} ${cell.index}` : `${line} out`}>
            <button type="button" className="linkish" onClick={() => onJump({ line, index: cell?.index ?? -1 })}>
              {lineNo(line)}
              {cell && ` · ${columns.find((c) => c.index === cell.index)?.header ?? ''}`}
            </button>
            {cell ? (
              <span className="why ellipsis">
                <span className="sub">{cell.was || '—'}</span>
                <IconArrowNarrowRight size={15} aria-label={t('import.rules.becomes')} />
                <span className="ellipsis">{cell.value || '—'}</span>
              </span>
            ) : (
              <span className="sub">{t('import.byHand.leftOut')}</span>
            )}
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${t('import.byHand.takeBack')}: ${lineNo(line)}`}
              onClick={() => (cell ? onTakeBack(cell) : out && onTakeIn(out))}
            >
              {t('import.byHand.takeBack')}
            </Button>
          </li>
        ))}
      </ul>
      {entries.length > shownAtFirst && !all && (
        <Button size="xs" variant="subtle" mt={6} onClick={() => setAll(true)}>
          {t('import.byHand.showAll', { count: entries.length })}
        </Button>
      )}
      <p className="sub" style={{ marginTop: 8, fontSize: 12 }}>
        {t('import.byHand.fileKept')}
      </p>
    </section>
  );
}
