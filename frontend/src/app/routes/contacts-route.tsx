import { getRouteApi, useNavigate, useParams, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { toast } from '../../components/toast';
import { BatchActions } from '../../features/batch/components/batch-actions';
import { ContactsPage } from '../../features/contacts/components/contacts-page';
import type { ContactSearch } from '../../features/contacts/filters';
import type { Moved } from '../../features/contacts/queries';
import { ExportButton } from '../../features/exports/components/export-button';
import { Welcome } from '../../features/welcome/components/welcome';
import { keepKeys } from '../../hooks/typed-ahead';
import { useSyncInfo } from '../../hooks/use-status';
import { useMay, useSession } from '../session-context';
import { useStartTour } from '../tour-context';
import { useWish } from '../wish';
import { useProfile } from './use-profile';

const ContactForm = lazy(() =>
  import('../../features/contact-form/components/contact-form').then((m) => ({ default: m.ContactForm })),
);
const ContactPage = lazy(() =>
  import('../../features/contacts/components/contact-page').then((m) => ({ default: m.ContactPage })),
);
const route = getRouteApi('/people');

export function ContactsRoute() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const mayImport = useMay('import');
  const mayExport = useMay('export');
  const mayEdit = useMay('edit');
  const maySettings = useMay('settings');
  const mayUsers = useMay('users');
  const synced = (useSyncInfo()?.state ?? 'never') !== 'never';
  const startTour = useStartTour();
  const { user } = useSession();
  const router = useRouter();
  const { contactId } = useParams({ strict: false });
  const { parts, dialogs } = useProfile(mayEdit);
  const back = () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: '/', search });
  };
  // Kept here and not in the history, which a browser writes to its disk: it is somebody's name (D8.5).
  const [moved, setMoved] = useState<Moved>({ to: '', name: '' });
  const onMoved = (next: Moved) => {
    setMoved(next);
    void navigate({ to: '/contacts/$contactId', params: { contactId: next.to }, search, replace: true });
  };
  // "" = the form of a new contact, null = no form
  const [form, setForm] = useState<string | null>(null);
  const [show, setShow] = useState<{ id: string; times: number } | null>(null);
  const edit = (id: string) => {
    keepKeys();
    setForm(id);
  };
  const create = () => edit('');
  const open = (id: string) => {
    setForm(null);
    setShow((before) => ({ id, times: (before?.times ?? 0) + 1 }));
  };
  useWish('contacts', (id) => {
    if (id !== '') open(id);
    else if (mayEdit) create();
  });
  return (
    <>
      {/* The list stays as it is behind the page of a contact: place, selection and panel. */}
      <div className="behind" data-covered={contactId !== undefined || undefined} inert={contactId !== undefined}>
        <ContactsPage
          search={search}
          // Letters typed one after the other are one search, not ten steps back.
          onSearch={(next: ContactSearch) => void navigate({ to: '/', search: next, replace: true })}
          onImport={mayImport ? () => void navigate({ to: '/imports/new' }) : null}
          user={user?.id ?? ''}
          mayEdit={mayEdit}
          onNew={mayEdit ? create : null}
          onEdit={mayEdit ? edit : null}
          show={show}
          onExpand={(id) => void navigate({ to: '/contacts/$contactId', params: { contactId: id }, search })}
          profile={parts}
          welcome={
            <Welcome
              onImport={mayImport ? () => void navigate({ to: '/imports/new' }) : null}
              onNew={mayEdit ? create : null}
              onJoin={maySettings && !synced ? () => void navigate({ to: '/sync' }) : null}
              mayFill={maySettings && mayUsers && !synced}
              onTour={startTour}
            />
          }
          actions={(selection, count, exact) => (
            <>
              {mayEdit && <BatchActions selection={selection} count={count} exact={exact} />}
              {mayExport && <ExportButton selection={selection} />}
            </>
          )}
        />
      </div>
      {contactId !== undefined && (
        <Suspense>
          <ContactPage
            key={contactId}
            id={contactId}
            onBack={back}
            onMoved={onMoved}
            movedFrom={moved.to === contactId ? moved.name : ''}
            onEdit={mayEdit ? edit : null}
            parts={parts}
          />
        </Suspense>
      )}
      {dialogs}
      {form !== null && (
        <Suspense>
          <ContactForm
            key={form}
            id={form}
            onClose={() => setForm(null)}
            onOpenContact={open}
            onSaved={(id, created) => {
              open(id);
              toast({ kind: 'ok', title: (t) => t(created ? 'contactForm.created' : 'contactForm.saved') });
            }}
          />
        </Suspense>
      )}
    </>
  );
}
