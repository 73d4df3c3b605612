import { useTranslation } from 'react-i18next';
import { Callout } from './callout';

/** Why the file is asked for again: where it lies may name a person, so that the page's memory alone has it (D8.5). */
export function ForgottenFile() {
  const { t } = useTranslation();
  return (
    <Callout kind="info" title={t('import.forgotten.title')}>
      <p>{t('import.forgotten.hint')}</p>
    </Callout>
  );
}
