import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';

/** Seconds in plain words: "4 minutos e 12 segundos". */
export function useDuration(): (seconds: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (seconds) => {
    const minutes = Math.floor(seconds / 60);
    const parts = [
      ...(minutes > 0 ? [t('admin.duration.minutes', { count: minutes })] : []),
      ...(seconds % 60 > 0 || minutes === 0 ? [t('admin.duration.seconds', { count: seconds % 60 })] : []),
    ];
    return parts.length > 1 ? format.sentence(parts) : (parts[0] ?? format.number(seconds));
  };
}
