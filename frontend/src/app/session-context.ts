import { createContext, useContext } from 'react';
import type { SessionInfo } from '../bridge/types';

/** Not the router's context: that one is read when a page is opened, and rights change while it stands. */
export const SessionContext = createContext<SessionInfo | null>(null);

/** Who is signed in, for everything inside the router. */
export function useSession(): SessionInfo {
  const session = useContext(SessionContext);
  if (!session) throw new Error('bug: nobody is signed in inside the router');
  return session;
}
export const useMay = (permission: string): boolean => useSession().permissions.includes(permission);
