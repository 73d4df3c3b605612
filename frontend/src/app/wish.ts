import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

// Ways to a screen that also want something done there: told with the step of the history, not in the address, so that neither
// a reload nor a bookmark does it again.

declare module '@tanstack/history' {
  interface HistoryState {
    /** "newContact", "newDefinition", or the id of a contact to open. */
    wish?: string;
  }
}

/** Calls `grant` once for every wish that somebody comes with. */
export function useWish(grant: (wish: string) => void): void {
  const wish = useLocation({ select: (location) => location.state.wish });
  const navigate = useNavigate();
  const latest = useRef(grant);
  latest.current = grant;
  useEffect(() => {
    if (wish === undefined) return;
    void navigate({ to: '.', search: true, replace: true, state: {} });
    latest.current(wish);
  }, [wish, navigate]);
}
