import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Density, setPreferences, usePreferences } from '../../../hooks/preferences';

/** How tall a row of the list is: beside the list's other tools, or among its columns where there is no room for it. */
export function DensityChoice({ className }: { className: 'density' | 'density-folded' }) {
  const { t } = useTranslation();
  const { density } = usePreferences();
  return (
    <SegmentedControl
      className={className}
      aria-label={t('contacts.density')}
      value={density}
      onChange={(value) => setPreferences({ density: value as Density })}
      data={(['compact', 'normal', 'comfortable'] as const).map((value) => ({
        value,
        label: t(`contacts.densities.${value}`),
      }))}
    />
  );
}
