import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ImportRun } from '../../features/import/components/import-run';
import { ImportFacts } from '../../features/import-history/components/import-facts';
import { UndoPage } from '../../features/import-history/components/undo-page';
import { useJob } from '../../hooks/use-jobs';
import { useMay } from '../session-context';

const route = getRouteApi('/imports/$jobId');

export function OneImportRoute() {
  const { jobId } = route.useParams();
  const navigate = useNavigate();
  const kind = useJob(jobId).data?.kind;
  const mayView = useMay('view');
  const onImports = () => void navigate({ to: '/imports' });
  const contactLink = (id: string, name: string) => (
    <Link to="/contacts/$contactId" params={{ contactId: id }} className="lnk">
      {name}
    </Link>
  );
  if (kind === 'import_undo') return <UndoPage jobId={jobId} contactLink={contactLink} onImports={onImports} />;
  return (
    <ImportRun
      jobId={jobId}
      onContacts={() => void navigate({ to: '/' })}
      onImports={onImports}
      more={kind === 'import' && mayView && <ImportFacts jobId={jobId} contactLink={contactLink} />}
    />
  );
}
