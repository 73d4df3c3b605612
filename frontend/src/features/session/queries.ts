import { queryOptions } from '@tanstack/react-query';
import { session } from '../../bridge/call';

/** Who is signed in; everything else is shown only after this. */
export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: session.info, staleTime: Infinity });
