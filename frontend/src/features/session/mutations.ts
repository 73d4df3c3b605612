import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { session } from '../../bridge/call';
import type { Language, SessionInfo } from '../../bridge/types';
import type { Enrolment } from '../../components/enrol-form';
import { setLanguage } from '../../i18n/i18n';
import { sessionQuery } from './queries';

/** Another person sees nothing of the one before: the whole cache goes with the session. */
function useEnter() {
  const client = useQueryClient();
  return (info: SessionInfo) => {
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    client.setQueryData(sessionQuery.queryKey, info);
  };
}

export function useSignIn() {
  const enter = useEnter();
  return useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => session.signIn(email, password),
    onSuccess: enter,
    gcTime: 0,
  });
}

/** The same person goes on: what is on screen stays and is read again. */
export function useComeBack() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => session.signIn(email, password),
    onSuccess: (info) => {
      client.setQueryData(sessionQuery.queryKey, info);
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
    gcTime: 0,
  });
}

export function useCreateAdmin() {
  const enter = useEnter();
  return useMutation({
    mutationFn: ({ name, email, password }: { name: string; email: string; password: string }) =>
      session.createAdmin(name, email, password),
    onSuccess: enter,
    gcTime: 0,
  });
}

/** Nobody is signed in by it: the users come with the first copy. */
export function useJoin() {
  const enter = useEnter();
  return useMutation({
    mutationFn: ({ server, code, office }: Enrolment) => session.join(server, code, office),
    onSuccess: enter,
    gcTime: 0,
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: session.signOut,
    onSuccess: async () => {
      notifications.clean(); // they may name people
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
  });
}

/** The window changes at once; Go is told so that reports and native notifications follow. */
export function useLanguage() {
  const tell = useMutation({ mutationFn: session.setLanguage });
  return (language: Language) => {
    void setLanguage(language);
    tell.mutate(language);
  };
}
