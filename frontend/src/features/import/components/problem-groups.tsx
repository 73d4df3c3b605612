import { Button } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight, IconCircleX } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FixResult, ImportColumn, JobReason, JobSample } from '../../../bridge/types';
import { reasonHint, reasonTitle } from '../../../components/reason-words';
import { useFormat } from '../../../i18n/format';
import { type Cell, fixesFor } from '../lines';
import { byCount, samplesOf } from '../reasons';
import { isRule, type Rule } from './rules-panel';

interface Props {
  reasons: JobReason[];
  samples: JobSample[];
  columns: ImportColumn[];
  /** What rules that are not in force would mend, where one can be switched on. */
  fixes?: FixResult[];
  onFix?: (rule: Rule) => void;
  /** Shows a line where it can be corrected. */
  onJump?: (cell: Cell) => void;
}
const warnings = new Set(['duplicate']);

/** Problems grouped by cause: fix it once, not line by line. */
export function ProblemGroups({ reasons, samples, columns, fixes = [], onFix, onJump }: Props) {
  return (
    <div className="panel">
      {byCount(reasons).map((reason) => (
        <Cause
          key={reason.code}
          reason={reason}
          samples={samplesOf(samples, reason.code, 5)}
          columns={columns}
          fixes={onFix ? fixes.filter((f) => f.offered > 0 && fixesFor(reason.code).includes(f.fix)) : []}
          onFix={onFix}
          onJump={onJump}
        />
      ))}
    </div>
  );
}

interface CauseProps {
  reason: JobReason;
  samples: JobSample[];
  columns: ImportColumn[];
  fixes: FixResult[];
  onFix?: (rule: Rule) => void;
  onJump?: (cell: Cell) => void;
}

function Cause({ reason, samples, columns, fixes, onFix, onJump }: CauseProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [opened, setOpened] = useState(false);
  const body = useId();
  const Icon = warnings.has(reason.code) ? IconAlertTriangle : IconCircleX;
  const kind = warnings.has(reason.code) ? 'warn' : 'err';
  const hint = reasonHint(t, reason.code);
  return (
    <div className="cause">
      <button type="button" aria-expanded={opened} aria-controls={body} onClick={() => setOpened((o) => !o)}>
        <IconChevronRight size={16} className="chev" aria-hidden />
        <Icon size={17} color={`var(--st-${kind}-fg)`} aria-hidden />
        <span style={{ fontWeight: 550 }}>{reasonTitle(t, reason.code, reason.message)}</span>
        <span className="sub num">{t('import.firstLine', { line: format.number(reason.sampleLine) })}</span>
        <b className="num" style={{ minWidth: 84, textAlign: 'right', fontWeight: 600 }}>
          {t('import.lines', { count: reason.count })}
        </b>
      </button>
      <div id={body} className="cause-body" hidden={!opened}>
        {hint && <p>{hint}</p>}
        {samples.length > 0 && (
          <ul style={{ margin: '8px 0 0', paddingLeft: 18 }} className="num">
            {samples.map((sample) => (
              <li key={sample.line}>
                {onJump ? (
                  <button
                    type="button"
                    className="linkish"
                    onClick={() => onJump({ line: sample.line, index: indexOf(sample, reason.code) })}
                  >
                    {t('import.lineNo', { line: format.number(sample.line) })}
                  </button>
                ) : (
                  t('import.lineNo', { line: format.number(sample.line) })
                )}
                : {cellOf(sample, reason.code, columns)}
              </li>
            ))}
          </ul>
        )}
        {fixes.map((f) =>
          isRule(f.fix) ? (
            <Button key={f.fix} size="xs" mt={10} mr={8} onClick={() => isRule(f.fix) && onFix?.(f.fix)}>
              {t('import.rules.fixNow', { count: f.offered, rule: t(`import.rules.name.${f.fix}`) })}
            </Button>
          ) : null,
        )}
      </div>
    </div>
  );
}

const indexOf = (sample: JobSample, code: string): number => sample.problems.find((p) => p.code === code)?.index ?? -1;

/** "Celular: (41) 99876-5432", or the start of the line when no cell is to blame. */
function cellOf(sample: JobSample, code: string, columns: ImportColumn[]): ReactNode {
  const index = indexOf(sample, code);
  const header = columns.find((c) => c.index === index)?.header;
  const cell = sample.cells[index];
  if (header === undefined || cell === undefined) return sample.cells.slice(0, 4).join(' · ');
  return (
    <>
      <span className="sub">{header}</span> {cell || '—'}
    </>
  );
}
