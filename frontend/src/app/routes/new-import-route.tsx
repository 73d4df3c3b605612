import { Button } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ImportWizard } from '../../features/import/components/import-wizard';

const route = getRouteApi('/imports/new');

export function NewImportRoute() {
  const { t } = useTranslation();
  const { path } = route.useSearch();
  const navigate = useNavigate();
  return (
    <ImportWizard
      path={path ?? ''}
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
