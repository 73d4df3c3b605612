import { Button, EmptyState } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorCallout } from '../../components/error-callout';

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
    <EmptyState mt={80} icon={<IconMapOff size={30} stroke={1.5} />} withIndicatorBackground>
      <EmptyState.Title order={1}>{t('app.notFound')}</EmptyState.Title>
      <EmptyState.Description>{t('app.notFoundHint')}</EmptyState.Description>
      <EmptyState.Actions>
        <Button component={Link} to="/">
          {t('app.toContacts')}
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
