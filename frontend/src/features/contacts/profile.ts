import type { ReactNode } from 'react';

/** What other features show of a contact in its panel and on its page. */
export interface ProfileParts {
  /** Buttons: what can be done with the contact. */
  tools: ReactNode;
  timeline: ReactNode;
  notes: ReactNode;
  appointments: ReactNode;
  surveys: ReactNode;
  merged: ReactNode;
  /** All of it, one below the other, for paper; `onReady` when it is drawn. */
  whole: (onReady: () => void, after: ReactNode) => ReactNode;
}
