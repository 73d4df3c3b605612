import { Button } from '@mantine/core';
import { IconArrowNarrowRight, IconCircleCheck, IconWand } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FixResult } from '../../../bridge/types';
import { readable } from '../lines';

/** The corrections by rule there are; Go names them. */
export const rules = ['phones', 'dates', 'month_first', 'gender', 'zeros', 'emails', 'states', 'names'] as const;
export type Rule = (typeof rules)[number];
export const isRule = (name: string): name is Rule => (rules as readonly string[]).includes(name);

interface Props {
  results: FixResult[];
  inForce: string[];
  onFix: (fix: Rule, on: boolean) => void;
}

/** What can be mended once for the whole file, by the lines that it would change: before, after, how many. */
export function RulesPanel({ results, inForce, onFix }: Props) {
  const { t } = useTranslation();
  const shown = rules.filter((r) => inForce.includes(r) || results.some((f) => f.fix === r && f.offered > 0));
  if (shown.length === 0) return null;
  return (
    <section aria-label={t('import.rules.title')}>
      <h2 style={{ margin: '20px 0 10px' }}>{t('import.rules.title')}</h2>
      <div className="panel">
        {shown.map((rule) => {
          const on = inForce.includes(rule);
          const result = results.find((f) => f.fix === rule);
          const Icon = on ? IconCircleCheck : IconWand;
          return (
            <div className="rule" key={rule}>
              <Icon size={18} color={on ? 'var(--st-ok-fg)' : 'var(--app-accent-text)'} aria-hidden />
              <div className="what">
                <b>{t(`import.rules.name.${rule}`)}</b>
                <span className="sub">
                  {on
                    ? t('import.rules.applied', { count: result?.applied ?? 0 })
                    : t('import.rules.offered', { count: result?.offered ?? 0 })}
                </span>
                {rule === 'month_first' && <p className="sub">{t('import.rules.monthFirstHint')}</p>}
                <ul className="pairs num">
                  {(result?.samples ?? [])
                    .filter((s) => s.applied === on)
                    .filter((s, n, all) => all.findIndex((o) => o.before === s.before) === n)
                    .slice(0, 3)
                    .map((s) => (
                      <li key={`${s.line} ${s.index} ${s.before}`}>
                        <span className="sub">{s.before}</span>
                        <IconArrowNarrowRight size={15} aria-label={t('import.rules.becomes')} />
                        <span>{readable(s.after)}</span>
                      </li>
                    ))}
                </ul>
              </div>
              <Button
                size="xs"
                variant={on ? 'default' : 'light'}
                aria-label={t(on ? 'import.rules.offOf' : 'import.rules.onOf', {
                  rule: t(`import.rules.name.${rule}`),
                })}
                onClick={() => onFix(rule, !on)}
              >
                {on ? t('import.rules.off') : t('import.rules.on')}
              </Button>
            </div>
          );
        })}
      </div>
    </section>
  );
}
