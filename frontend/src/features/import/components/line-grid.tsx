import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportColumn, MadeColumns } from '../../../bridge/types';
import { type ShortcutName, shortcutOf } from '../../../hooks/shortcuts';
import { useFormat } from '../../../i18n/format';
import { type ByHand, correctionOf, isLeftOut } from '../by-hand';
import { type Cell, isReadable, type Line, readable } from '../lines';
import { isMade } from '../made';
import { problemByCell } from '../reasons';
import { LineOutcome, LineSign } from './line-outcome';

// All rows and columns have one size, so that only those in view are in the page, however many there are.
const rowHeight = 36;
const widths = { line: 76, outcome: 232, cell: 184 };
const beyond = 4;

interface Props {
  lines: Line[];
  columns: ImportColumn[];
  derived: MadeColumns[];
  byHand: ByHand;
  label: string;
  active: Cell | null;
  /** Counts the times that somebody asked for the active cell, to show it and take the focus there. */
  asked: number;
  onActive: (cell: Cell) => void;
  onCorrect: (line: Line, index: number, value: string) => void;
  onLeaveOut: (line: Line) => void;
  onUndo: () => void;
}

/** Lines of the file like a sheet: what becomes of each, the cells at fault marked, and each cell open for correction. */
export function LineGrid(props: Props) {
  const { lines, columns, derived, byHand, label, active, asked, onActive } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const view = useView(box);
  const [editing, setEditing] = useState<{ line: Line; index: number; text: string } | null>(null);
  const at = Math.max(
    0,
    lines.findIndex((l) => l.line === active?.line),
  );
  const col = Math.max(-1, active ? columns.findIndex((c) => c.index === active.index) : -1);
  const focusCell = useRef(false);

  const rows = windowOf(view.top - rowHeight, view.height, rowHeight, lines.length, at);
  const shownColumns = windowOf(
    view.left - widths.line - widths.outcome,
    view.width,
    widths.cell,
    columns.length,
    Math.max(col, 0),
  );
  const leftOf = (n: number) => (n < 0 ? widths.line : widths.line + widths.outcome + n * widths.cell);

  const show = (row: number, column: number) => {
    const el = box.current;
    if (!el) return;
    const top = row * rowHeight;
    if (top < el.scrollTop) el.scrollTop = top;
    else if (top + 2 * rowHeight > el.scrollTop + el.clientHeight) el.scrollTop = top + 2 * rowHeight - el.clientHeight;
    const left = leftOf(column);
    const right = left + (column < 0 ? widths.outcome : widths.cell);
    if (left - widths.line < el.scrollLeft) el.scrollLeft = left - widths.line;
    else if (right > el.scrollLeft + el.clientWidth) el.scrollLeft = right - el.clientWidth;
  };
  const go = (row: number, column: number) => {
    const line = lines[Math.min(Math.max(row, 0), lines.length - 1)];
    const n = Math.min(Math.max(column, -1), columns.length - 1);
    if (!line) return;
    focusCell.current = true;
    show(lines.indexOf(line), n);
    onActive({ line: line.line, index: n < 0 ? -1 : (columns[n]?.index ?? -1) });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when somebody asks, not whenever the lines change
  useEffect(() => {
    if (asked === 0) return;
    focusCell.current = true;
    show(at, col);
    box.current?.querySelector<HTMLElement>('[data-active]')?.focus();
  }, [asked]);
  useEffect(() => {
    if (!focusCell.current || editing) return;
    focusCell.current = false;
    box.current?.querySelector<HTMLElement>('[data-active]')?.focus({ preventScroll: true });
  });

  const editable = (line: Line, column: ImportColumn | undefined) =>
    column !== undefined && !isMade(column) && isReadable(line) && !isLeftOut(byHand, line.line);
  const textOf = (line: Line, column: ImportColumn) =>
    correctionOf(byHand, line.line, column.index)?.value ?? line.cells[column.index] ?? '';
  const edit = (text?: string) => {
    const line = lines[at];
    const column = columns[col];
    if (!line || !column || !editable(line, column)) return;
    setEditing({ line, index: column.index, text: text ?? textOf(line, column) });
  };
  const finish = (keep: boolean, down: number, right: number) => {
    if (keep && editing) props.onCorrect(editing.line, editing.index, editing.text);
    setEditing(null);
    focusCell.current = true;
    if (down !== 0 || right !== 0) go(at + down, col + right);
  };
  const page = Math.max(1, Math.floor(view.height / rowHeight) - 2);
  const onKey = (e: KeyboardEvent) => {
    if (editing) return;
    const line = lines[at];
    const moves: Record<ShortcutName<'importLines'>, () => void> = {
      lineUp: () => go(at - 1, col),
      lineDown: () => go(at + 1, col),
      cellLeft: () => go(at, col - 1),
      cellRight: () => go(at, col + 1),
      linesUp: () => go(at - page, col),
      linesDown: () => go(at + page, col),
      rowStart: () => (e.ctrlKey || e.metaKey ? go(0, -1) : go(at, -1)),
      rowEnd: () => (e.ctrlKey || e.metaKey ? go(lines.length - 1, columns.length - 1) : go(at, columns.length - 1)),
      editCell: () => edit(),
      clearCell: () => {
        const column = columns[col];
        if (line && column && editable(line, column)) props.onCorrect(line, column.index, '');
      },
      leaveOut: () => {
        if (line && isReadable(line)) props.onLeaveOut(line);
      },
      undo: props.onUndo,
    };
    const name = shortcutOf('importLines', e);
    if (name !== null) {
      e.preventDefault();
      moves[name]();
    }
  };

  return (
    <div
      ref={box}
      className="panel linegrid"
      role="grid"
      aria-label={label}
      aria-rowcount={lines.length + 1}
      aria-colcount={columns.length + 2}
      tabIndex={-1}
      onKeyDown={onKey}
    >
      <div
        className="sheet"
        role="presentation"
        style={{ width: leftOf(columns.length), height: (lines.length + 1) * rowHeight }}
      >
        <div className="gridrow h" role="row" aria-rowindex={1}>
          <span role="columnheader" aria-colindex={1} className="lineno" style={{ width: widths.line }}>
            {t('import.line')}
          </span>
          <span role="columnheader" aria-colindex={2} style={{ left: leftOf(-1), width: widths.outcome }}>
            {t('import.outcomeTitle')}
          </span>
          {shownColumns.map((n) => (
            <span
              role="columnheader"
              key={n}
              aria-colindex={n + 3}
              className="ellipsis"
              title={columns[n]?.header}
              style={{ left: leftOf(n), width: widths.cell }}
            >
              {columns[n]?.header || t('import.noHeader', { n: (columns[n]?.index ?? 0) + 1 })}
            </span>
          ))}
        </div>
        {rows.map((n) => {
          const line = lines[n];
          if (!line) return null;
          const marked = problemByCell(line.problems);
          // A column that others are made of shows their problems: there they are corrected.
          const madeProblem = (column: ImportColumn) =>
            columns
              .filter((c) => isMade(c) && derived[c.made ?? -1]?.from.includes(column.index))
              .map((c) => marked.get(c.index))
              .find((p) => p !== undefined);
          const out = isLeftOut(byHand, line.line);
          return (
            <div
              className="gridrow"
              role="row"
              key={line.line}
              aria-rowindex={n + 2}
              data-out={out || undefined}
              style={{ top: (n + 1) * rowHeight }}
            >
              <span role="rowheader" aria-colindex={1} className="lineno num sub" style={{ width: widths.line }}>
                <LineSign line={line} leftOut={out} />
                {format.number(line.line)}
              </span>
              <span
                role="gridcell"
                aria-colindex={2}
                tabIndex={n === at && col < 0 ? 0 : -1}
                data-active={(n === at && col < 0) || undefined}
                style={{ left: leftOf(-1), width: widths.outcome }}
                onMouseDown={() => go(n, -1)}
              >
                <LineOutcome line={line} leftOut={out} />
              </span>
              {shownColumns.map((c) => {
                const column = columns[c];
                if (!column) return null;
                const here = n === at && c === col;
                const corrected = correctionOf(byHand, line.line, column.index);
                const bad = corrected ? undefined : (marked.get(column.index) ?? madeProblem(column));
                const mended = line.mended.find((m) => m.index === column.index && m.applied);
                const isEditing = here && editing?.line.line === line.line && editing.index === column.index;
                return (
                  <span
                    role="gridcell"
                    key={column.index}
                    aria-colindex={c + 3}
                    aria-readonly={!editable(line, column)}
                    aria-invalid={bad?.level === 'error' || undefined}
                    tabIndex={here && !isEditing ? 0 : -1}
                    data-active={here || undefined}
                    data-bad={bad?.level}
                    data-corrected={corrected ? '' : undefined}
                    data-made={isMade(column) || undefined}
                    title={isEditing ? undefined : textOf(line, column)}
                    style={{ left: leftOf(c), width: widths.cell }}
                    onMouseDown={() => !isEditing && go(n, c)}
                    onDoubleClick={() => !isEditing && edit()}
                  >
                    {isEditing ? (
                      <CellInput
                        label={`${t('import.lineNo', { line: format.number(line.line) })}, ${column.header}`}
                        text={editing.text}
                        onText={(text) => setEditing({ ...editing, text })}
                        onDone={finish}
                      />
                    ) : (
                      <>
                        <span className="ellipsis">
                          {mended && !corrected ? readable(mended.after) : textOf(line, column)}
                        </span>
                        {corrected && <span className="hidden-text"> ({t('import.byHand.corrected')})</span>}
                        {mended && !corrected && <span className="hidden-text"> ({t('import.rules.mended')})</span>}
                        {bad && <span className="hidden-text"> ({t(`import.cell.${bad.level}`)})</span>}
                      </>
                    )}
                  </span>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface InputProps {
  label: string;
  text: string;
  onText: (text: string) => void;
  onDone: (keep: boolean, down: number, right: number) => void;
}

/** Enter and Tab keep what was typed, as leaving does; Esc does not. */
function CellInput({ label, text, onText, onDone }: InputProps) {
  const input = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const done = (keep: boolean, down = 0, right = 0) => {
    if (over.current) return;
    over.current = true;
    onDone(keep, down, right);
  };
  return (
    <input
      ref={input}
      className="cellinput"
      aria-label={label}
      value={text}
      onChange={(e) => onText(e.currentTarget.value)}
      onBlur={() => done(true)}
      onKeyDown={(e) => {
        e.stopPropagation();
        if (e.key === 'Enter') done(true, e.shiftKey ? -1 : 1);
        else if (e.key === 'Tab') done(true, 0, e.shiftKey ? -1 : 1);
        else if (e.key === 'Escape') done(false);
        else return;
        e.preventDefault();
      }}
    />
  );
}

/** The part of the grid that is in view, in pixels. Without a layout, as in tests, a screen's worth. */
function useView(box: React.RefObject<HTMLDivElement | null>) {
  const [view, setView] = useState({ top: 0, left: 0, width: 1200, height: 480 });
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    const read = () =>
      setView({
        top: el.scrollTop,
        left: el.scrollLeft,
        width: el.clientWidth || 1200,
        height: el.clientHeight || 480,
      });
    read();
    el.addEventListener('scroll', read, { passive: true });
    const sizes = new ResizeObserver(read);
    sizes.observe(el);
    return () => {
      el.removeEventListener('scroll', read);
      sizes.disconnect();
    };
  }, [box]);
  return view;
}

/** Indexes in view with some beyond, and the active one, which must not lose the focus. */
function windowOf(offset: number, length: number, size: number, count: number, active: number): number[] {
  const first = Math.max(0, Math.floor(offset / size) - beyond);
  const last = Math.min(count - 1, Math.ceil((offset + length) / size) + beyond);
  const out = Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
  if (active < count && (active < first || active > last)) out.push(active);
  return out;
}
