import { Link, useNavigate } from '@tanstack/react-router';
import { JobHistory } from '../../features/jobs/components/job-history';
import { useMay } from '../session-context';

export function ImportsRoute() {
  const navigate = useNavigate();
  const mayImport = useMay('import');
  return (
    <JobHistory
      onImport={mayImport ? () => void navigate({ to: '/imports/new' }) : null}
      onImportInteractions={mayImport ? () => void navigate({ to: '/imports/interactions' }) : null}
      jobLink={(job, title) =>
        job.kind === 'import' || job.kind === 'interaction_import' ? (
          <Link to="/imports/$jobId" params={{ jobId: job.id }} className="lnk">
            {title}
          </Link>
        ) : (
          title
        )
      }
    />
  );
}
