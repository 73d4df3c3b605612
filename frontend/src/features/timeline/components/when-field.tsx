import { DatesProvider, DateTimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import 'dayjs/locale/pt-br';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  label: string;
  description?: string;
  value?: string | null;
  error?: ReactNode;
  required?: boolean;
  onChange?: (value: string | null) => void;
}

/** A day and an hour, dd/mm/yyyy in both languages. */
export function WhenField(props: Props) {
  const { i18n, t } = useTranslation();
  return (
    <DatesProvider settings={{ locale: i18n.language === 'en' ? 'en' : 'pt-br', firstDayOfWeek: 0 }}>
      <DateTimePicker
        valueFormat="DD/MM/YYYY HH:mm"
        clearable={!props.required}
        clearButtonProps={{ 'aria-label': t('timeline.clearTime') }}
        popoverProps={{ withinPortal: false }}
        submitButtonProps={{ 'aria-label': t('timeline.chooseTime') }}
        timePickerProps={{ hoursInputLabel: t('timeline.hours'), minutesInputLabel: t('timeline.minutes') }}
        {...props}
      />
    </DatesProvider>
  );
}
