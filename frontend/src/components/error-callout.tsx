import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { toBridgeError } from '../bridge/errors';
import { errorText } from '../i18n/codes';
import { Callout } from './callout';

/** What happened, whether data is safe, what to do; the code only under "Details". */
export function ErrorCallout({ error, title, onRetry }: { error: unknown; title: string; onRetry?: () => void }) {
  const { t } = useTranslation();
  const { code, message } = toBridgeError(error);
  return (
    <Callout
      kind="err"
      title={title}
      actions={
        onRetry && (
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        )
      }
    >
      <p>{errorText(t, error)}</p>
      <details>
        <summary className="sub">{t('common.details')}</summary>
        <code>
          {code}
          {message && `: ${message}`}
        </code>
      </details>
    </Callout>
  );
}
