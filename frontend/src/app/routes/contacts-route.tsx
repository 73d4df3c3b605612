import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { BatchActions } from '../../features/batch/components/batch-actions';
import { ContactsPage } from '../../features/contacts/components/contacts-page';
import type { ContactSearch } from '../../features/contacts/filters';
import { ExportButton } from '../../features/exports/components/export-button';
import { useMay, useSession } from '../session-context';

const route = getRouteApi('/');

export function ContactsRoute() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const mayImport = useMay('import');
  const mayExport = useMay('export');
  const mayEdit = useMay('edit');
  const { user } = useSession();
  return (
    <ContactsPage
      search={search}
      // Letters typed one after the other are one search, not ten steps back.
      onSearch={(next: ContactSearch) => void navigate({ to: '/', search: next, replace: true })}
      onImport={mayImport ? () => void navigate({ to: '/imports/new' }) : null}
      user={user?.id ?? ''}
      mayEdit={mayEdit}
      actions={(selection, count, exact) => (
        <>
          {mayEdit && <BatchActions selection={selection} count={count} exact={exact} />}
          {mayExport && <ExportButton selection={selection} />}
        </>
      )}
    />
  );
}
