import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ImportRun } from '../../features/import/components/import-run';

const route = getRouteApi('/imports/$jobId');

export function OneImportRoute() {
  const { jobId } = route.useParams();
  const navigate = useNavigate();
  return (
    <ImportRun
      jobId={jobId}
      onContacts={() => void navigate({ to: '/' })}
      onImports={() => void navigate({ to: '/imports' })}
    />
  );
}
