import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorCallout } from '../../components/error-callout';
import { Nothing } from '../../components/nothing';

/** A screen that broke leaves the others usable. */
export function RouteError({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  return (
    <div style={{ padding: 24, maxWidth: 720 }}>
      <ErrorCallout error={error} title={t('app.screenBroke')} onRetry={reset} />
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Nothing icon={IconMapOff} order={1} title={t('app.notFound')} text={t('app.notFoundHint')}>
      <Button component={Link} to="/">
        {t('app.toContacts')}
      </Button>
    </Nothing>
  );
}
