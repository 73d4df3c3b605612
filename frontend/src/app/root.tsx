import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { on } from '../bridge/events';
import { setTitle } from '../bridge/host';
import { invalidateOnChange } from '../bridge/invalidate';
import type { SessionInfo } from '../bridge/types';
import { ErrorCallout } from '../components/error-callout';
import { sessionQuery } from '../features/session/queries';
import { remembered, setLanguage } from '../i18n/i18n';
import { newRouter } from './router';
import { SessionContext } from './session-context';

const FirstStart = lazy(() =>
  import('../features/session/components/first-start').then((m) => ({ default: m.FirstStart })),
);
const JoiningScreen = lazy(() =>
  import('../features/session/components/joining-screen').then((m) => ({ default: m.JoiningScreen })),
);
const ComeBack = lazy(() => import('../features/session/components/come-back').then((m) => ({ default: m.ComeBack })));
const SignIn = lazy(() => import('../features/session/components/sign-in').then((m) => ({ default: m.SignIn })));

/** First start, the first copy of an organization, sign-in or the window, as the session says. */
export function Root() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const session = useQuery({
    ...sessionQuery,
    // A first copy is watched from the outside: nobody can be signed in to be told of it.
    refetchInterval: ({ state }) => (state.data?.joining ? 1000 : false),
  });
  const [past, setPast] = useState<'signIn' | 'again' | null>(null);
  const [router] = useState(newRouter);
  // Who was here when the session ended because nobody used it: what is open waits for them.
  const [held, setHeld] = useState<SessionInfo | null>(null);
  const [wiped, setWiped] = useState(false);
  const ready = session.data !== undefined;
  const language = session.data?.signedIn ? session.data.language : undefined;

  useEffect(() => (ready ? invalidateOnChange(client) : undefined), [client, ready]);
  useEffect(() => {
    if (!ready) return;
    return on('session:ended', ({ reason }) => {
      const before = client.getQueryData(sessionQuery.queryKey);
      setHeld(reason === 'idle' && before?.signedIn ? before : null);
      setWiped(reason === 'wiped');
      if (reason !== 'wiped') return;
      // What is destroyed on the disk is not kept in memory either, and its addresses lead nowhere.
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      setPast(null);
      void router.navigate({ to: '/', search: {}, replace: true });
    });
  }, [client, ready, router]);
  // The language belongs to the user: signing in on another computer brings it along.
  useEffect(() => {
    if (language && language !== remembered()) void setLanguage(language);
  }, [language]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title follows the language
  useEffect(() => setTitle(t('app.name')), [t, i18n.language]);

  if (session.isError) {
    return (
      <main style={{ maxWidth: 640, margin: '15vh auto', padding: 24 }}>
        <ErrorCallout error={session.error} title={t('app.unreachable')} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  if (!session.data) return null;
  if (!session.data.signedIn && !held?.user) {
    const { initialised, joining } = session.data;
    return (
      <Suspense>
        {joining && past === null ? (
          <JoiningScreen
            joining={joining}
            onSignIn={initialised ? () => setPast('signIn') : null}
            onAgain={() => setPast('again')}
          />
        ) : initialised ? (
          <SignIn session={session.data} />
        ) : (
          <FirstStart begin={past === 'again' || wiped ? 'join' : 'create'} wiped={wiped} />
        )}
      </Suspense>
    );
  }
  const shown = session.data.signedIn ? session.data : held;
  const away = !session.data.signedIn;
  return (
    <>
      <div key={shown?.user?.id} className="window" hidden={away}>
        <SessionContext value={shown ?? session.data}>
          <RouterProvider router={router} />
        </SessionContext>
      </div>
      {away && held?.user && (
        <Suspense>
          <ComeBack
            user={held.user}
            onOther={() => {
              setHeld(null);
              client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
            }}
          />
        </Suspense>
      )}
    </>
  );
}
