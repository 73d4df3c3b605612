import { Stepper } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const steps = ['file', 'columns', 'check', 'import'] as const;

interface Props {
  /** Of an import that has no steps but its own. */
  title?: string;
  /** 0 to 3 */
  active: number;
  /** The steps one may go back to; the others are told, not offered. */
  onStep?: (step: number) => void;
  aside?: ReactNode;
  children: ReactNode;
  foot: ReactNode;
}

/** Title, the four steps, and the buttons that never scroll away. */
export function WizardFrame({ title, active, onStep, aside, children, foot }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <div className="page">
        <div className="pagein">
          <div className="pagehead">
            <h1>{title ?? t('import.title')}</h1>
            <div className="grow" />
            {aside}
          </div>
          {title === undefined && (
            <Stepper active={active} onStepClick={onStep} size="xs" iconSize={26} mb="lg" allowNextStepsSelect={false}>
              {steps.map((step, n) => (
                <Stepper.Step
                  key={step}
                  label={t(`import.step.${step}`)}
                  allowStepSelect={onStep !== undefined && n < active}
                  aria-current={n === active ? 'step' : undefined}
                />
              ))}
            </Stepper>
          )}
          {children}
        </div>
      </div>
      <div className="wizfoot chrome">{foot}</div>
    </>
  );
}
