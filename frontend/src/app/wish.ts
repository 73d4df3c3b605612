import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

// Ways to a screen that also want something done there: told with the step of the history, not in the address, so that neither
// a reload nor a bookmark does it again.

export interface Wish {
  /** The screen it is for: the one before is still there while the next is on its way. */
  screen: 'contacts' | 'definitions';
  /** '' for a new one, or the id of what to open. */
  open: string;
}

declare module '@tanstack/history' {
  interface HistoryState {
    wish?: Wish;
  }
}

/** Calls `grant` once for every wish that somebody comes to this screen with. */
export function useWish(screen: Wish['screen'], grant: (open: string) => void): void {
  const wish = useLocation({ select: (location) => location.state.wish });
  const navigate = useNavigate();
  const latest = useRef(grant);
  latest.current = grant;
  useEffect(() => {
    if (wish?.screen !== screen) return;
    void navigate({ to: '.', search: true, replace: true, state: {} });
    latest.current(wish.open);
  }, [wish, screen, navigate]);
}
