import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Language } from '../bridge/types';

export function LanguageSwitch({ onChange }: { onChange: (language: Language) => void }) {
  const { t, i18n } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t('top.language')}
      value={i18n.language}
      onChange={(value) => onChange(value as Language)}
      data={[
        { value: 'pt-BR', label: 'PT' },
        { value: 'en', label: 'EN' },
      ]}
    />
  );
}
