import { Button } from '@mantine/core';
import { IconArrowBackUp, IconBan, IconWand } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImportColumn } from '../../../bridge/types';
import { reasonHint, reasonTitle } from '../../../components/reason-words';
import { useFormat } from '../../../i18n/format';
import { type ByHand, correctionOf, isLeftOut } from '../by-hand';
import { type Cell, isReadable, type Line, readable } from '../lines';
import { isMade } from '../made';

interface Props {
  line: Line;
  cell: Cell;
  columns: ImportColumn[];
  byHand: ByHand;
  onCorrect: (line: Line, index: number, value: string) => void;
  onLeaveOut: (line: Line) => void;
  onUndo: () => void;
}

/** What there is to say and to do about the cell that has the focus. */
export function CellBar({ line, cell, columns, byHand, onCorrect, onLeaveOut, onUndo }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const column = columns.find((c) => c.index === cell.index);
  const corrected = correctionOf(byHand, line.line, cell.index);
  const out = isLeftOut(byHand, line.line);
  const problems = column ? line.problems.filter((p) => p.index === cell.index) : line.problems;
  // A column made of others has no cells of its own: a rule mends it, or the column it is made of is corrected.
  const proposal =
    column && !isMade(column) ? line.mended.find((m) => m.index === cell.index && !m.applied) : undefined;
  const applied = column ? line.mended.find((m) => m.index === cell.index && m.applied) : undefined;
  return (
    <div className="cellbar" role="group" aria-label={t('import.byHand.bar')}>
      <div className="words" aria-live="polite">
        <b className="num">
          {t('import.lineNo', { line: format.number(line.line) })}
          {column && ` · ${column.header}`}
        </b>
        {corrected && <span className="sub">{t('import.byHand.was', { was: corrected.was || '—' })}</span>}
        {applied && !corrected && (
          <span className="sub">{t('import.rules.was', { was: applied.before, now: readable(applied.after) })}</span>
        )}
        {!corrected &&
          problems.map((p) => (
            <span key={`${p.index} ${p.code}`}>
              {reasonTitle(t, p.code, p.message)}. <span className="sub">{reasonHint(t, p.code)}</span>
            </span>
          ))}
        {problems.length === 0 && !corrected && !applied && (
          <span className="sub">{isReadable(line) ? t('import.byHand.how') : t('import.byHand.unreadable')}</span>
        )}
      </div>
      <div className="acts">
        {proposal && !corrected && !out && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconWand size={15} aria-hidden />}
            onClick={() => onCorrect(line, cell.index, readable(proposal.after))}
          >
            {t('import.byHand.use', { value: readable(proposal.after) })}
          </Button>
        )}
        {corrected && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowBackUp size={15} aria-hidden />}
            onClick={() => onCorrect(line, cell.index, corrected.was)}
          >
            {t('import.byHand.takeBack')}
          </Button>
        )}
        {isReadable(line) && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconBan size={15} aria-hidden />}
            aria-pressed={out}
            onClick={() => onLeaveOut(line)}
          >
            {out ? t('import.byHand.takeIn') : t('import.byHand.leave')}
          </Button>
        )}
        {byHand.before.length > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={onUndo}>
            {t('import.byHand.undo')}
          </Button>
        )}
      </div>
    </div>
  );
}
