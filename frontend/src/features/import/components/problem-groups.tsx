import { Button } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight, IconCircleX } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportColumn, JobReason, JobSample } from '../../../bridge/types';
import { reasonHint, reasonTitle } from '../../../components/reason-words';
import { useFormat } from '../../../i18n/format';
import { byCount, samplesOf } from '../reasons';

interface Props {
  reasons: JobReason[];
  samples: JobSample[];
  columns: ImportColumn[];
  /** Present while masks are not being mended: the one cause the wizard can fix by itself. */
  onFixPhones?: () => void;
}
const fixable = new Set(['phone_masked', 'phone_no_ddi']);
const warnings = new Set(['duplicate']);

/** Problems grouped by cause: fix it once, not line by line. */
export function ProblemGroups({ reasons, samples, columns, onFixPhones }: Props) {
  return (
    <div className="panel">
      {byCount(reasons).map((reason) => (
        <Cause
          key={reason.code}
          reason={reason}
          samples={samplesOf(samples, reason.code, 5)}
          columns={columns}
          fix={fixable.has(reason.code) ? onFixPhones : undefined}
        />
      ))}
    </div>
  );
}

interface CauseProps {
  reason: JobReason;
  samples: JobSample[];
  columns: ImportColumn[];
  fix?: () => void;
}

function Cause({ reason, samples, columns, fix }: CauseProps) {
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
                {t('import.lineNo', { line: format.number(sample.line) })}: {cellOf(sample, reason.code, columns)}
              </li>
            ))}
          </ul>
        )}
        {fix && (
          <Button size="xs" mt={10} onClick={fix}>
            {t('import.fixPhonesNow')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** "Celular: (41) 99876-5432", or the start of the line when no cell is to blame. */
function cellOf(sample: JobSample, code: string, columns: ImportColumn[]): ReactNode {
  const index = sample.problems.find((p) => p.code === code)?.index ?? -1;
  const header = columns.find((c) => c.index === index)?.header;
  const cell = sample.cells[index];
  if (header === undefined || cell === undefined) return sample.cells.slice(0, 4).join(' · ');
  return (
    <>
      <span className="sub">{header}</span> {cell || '—'}
    </>
  );
}
