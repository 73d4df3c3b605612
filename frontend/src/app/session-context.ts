import { getRouteApi } from '@tanstack/react-router';
import type { SessionInfo } from '../bridge/types';

const root = getRouteApi('__root__');

/** Who is signed in, for everything inside the router. */
export const useSession = (): SessionInfo => root.useRouteContext({ select: (context) => context.session });
export const useMay = (permission: string): boolean => useSession().permissions.includes(permission);
