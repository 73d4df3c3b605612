import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CellProblem, ImportColumn, PreviewRow } from '../../../bridge/types';
import { reasonTitle } from '../../../components/reason-words';
import { useFormat } from '../../../i18n/format';
import { problemByCell } from '../reasons';

export interface Line {
  line: number;
  cells: string[];
  problems: CellProblem[];
  outcome?: PreviewRow['outcome'];
}

/** Lines of the file as they stand, the cells at fault marked, and what to do. */
export function LineTable({ lines, columns, label }: { lines: Line[]; columns: ImportColumn[]; label: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="panel tablebox" aria-label={label} tabIndex={0}>
      <table className="vt">
        <thead>
          <tr>
            <th scope="col">{t('import.line')}</th>
            <th scope="col">{t('import.outcomeTitle')}</th>
            {columns.map((c) => (
              <th scope="col" key={c.index}>
                {c.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((row) => {
            const marked = problemByCell(row.problems);
            return (
              <tr key={row.line}>
                <td className="num sub">{format.number(row.line)}</td>
                <td className="wrap">
                  {row.problems.length === 0 && row.outcome && (
                    <span className="sub">{t(`import.outcome.${row.outcome}`)}</span>
                  )}
                  {row.problems.map((p) => (
                    <div
                      key={`${p.index} ${p.code}`}
                      className="why"
                      style={{ color: `var(--st-${p.level === 'error' ? 'err' : 'warn'}-fg)` }}
                      title={p.message}
                    >
                      {p.level === 'error' ? (
                        <IconCircleX size={15} aria-hidden />
                      ) : (
                        <IconAlertTriangle size={15} aria-hidden />
                      )}
                      {reasonTitle(t, p.code, p.message)}
                    </div>
                  ))}
                </td>
                {columns.map((c) => {
                  const bad = marked.get(c.index);
                  return (
                    <td key={c.index} className="num" data-bad={bad?.level} title={row.cells[c.index]}>
                      {row.cells[c.index]}
                      {bad && <span className="hidden-text"> ({t(`import.cell.${bad.level}`)})</span>}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
