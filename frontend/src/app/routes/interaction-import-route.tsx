import { Button } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { InteractionImport } from '../../features/interaction-import/components/interaction-import';

const route = getRouteApi('/imports/interactions');

export function InteractionImportRoute() {
  const { t } = useTranslation();
  const { path, forgotten = false } = route.useSearch();
  const navigate = useNavigate();
  return (
    <InteractionImport
      key={path ?? ''}
      path={path ?? ''}
      forgotten={forgotten}
      onStarted={(jobId) => void navigate({ to: '/imports/$jobId', params: { jobId }, replace: true })}
      onCancel={() => void navigate({ to: '/imports' })}
      runningLink={(jobId) => (
        <Button
          size="xs"
          variant="default"
          renderRoot={(props) => <Link to="/imports/$jobId" params={{ jobId }} {...props} />}
        >
          {t('import.seeRunning')}
        </Button>
      )}
    />
  );
}
