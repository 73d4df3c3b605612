import { IconAlertTriangle, IconBan, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { reasonTitle } from '../../../components/reason-words';
import type { Line } from '../lines';

/** The same beside its number, which stays in view when the sheet is moved sideways; the words are in their own column. */
export function LineSign({ line, leftOut }: { line: Line; leftOut: boolean }) {
  if (leftOut) return <IconBan size={14} aria-hidden />;
  if (line.problems.some((p) => p.level === 'error'))
    return <IconCircleX size={14} color="var(--st-err-fg)" aria-hidden />;
  if (line.problems.length > 0) return <IconAlertTriangle size={14} color="var(--st-warn-fg)" aria-hidden />;
  return null;
}

/** What becomes of a line, in a word and a sign: its gravest problem, or what the import will do. */
export function LineOutcome({ line, leftOut }: { line: Line; leftOut: boolean }) {
  const { t } = useTranslation();
  if (leftOut) {
    return (
      <span className="why sub">
        <IconBan size={15} aria-hidden />
        {t('import.byHand.leftOut')}
      </span>
    );
  }
  const worst = line.problems.find((p) => p.level === 'error') ?? line.problems[0];
  if (!worst) return <span className="sub">{line.outcome ? t(`import.outcome.${line.outcome}`) : ''}</span>;
  const Icon = worst.level === 'error' ? IconCircleX : IconAlertTriangle;
  return (
    <span
      className="why ellipsis"
      style={{ color: `var(--st-${worst.level === 'error' ? 'err' : 'warn'}-fg)` }}
      title={line.problems.map((p) => reasonTitle(t, p.code, p.message)).join('\n')}
    >
      <Icon size={15} aria-hidden />
      <span className="ellipsis">{reasonTitle(t, worst.code, worst.message)}</span>
      {line.problems.length > 1 && <span className="sub">+{line.problems.length - 1}</span>}
    </span>
  );
}
