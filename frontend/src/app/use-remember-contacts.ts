import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { rememberContact } from '../hooks/recent-contacts';

/** Keeps which contacts were opened last, wherever they were opened: whatever shows one watches its query. */
export function useRememberContacts(user: string): void {
  const client = useQueryClient();
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ type, query }) => {
        const [entity, one, id] = query.queryKey;
        if (type === 'observerAdded' && entity === 'contact' && one === 'one' && typeof id === 'string')
          rememberContact(user, id);
      }),
    [client, user],
  );
}
