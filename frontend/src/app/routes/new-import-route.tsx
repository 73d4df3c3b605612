import { Button } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { imports } from '../../bridge/call';
import { browserMode } from '../../bridge/host';
import { ImportWizard } from '../../features/import/components/import-wizard';

const route = getRouteApi('/imports/new');

export function NewImportRoute() {
  const { t } = useTranslation();
  const { path, forgotten = false } = route.useSearch();
  const navigate = useNavigate();
  // A copy that a browser uploaded holds personal data: it goes when it is not imported. Other files are left alone.
  const started = useRef(false);
  useEffect(() => {
    if (!path || !browserMode()) return;
    return () => {
      if (!started.current) void imports.forget(path).catch(() => undefined);
    };
  }, [path]);
  return (
    <ImportWizard
      path={path ?? ''}
      forgotten={forgotten}
      onStarted={(jobId) => {
        started.current = true;
        void navigate({ to: '/imports/$jobId', params: { jobId }, replace: true });
      }}
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
