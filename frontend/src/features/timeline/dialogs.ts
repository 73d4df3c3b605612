import type { Appointment, Interaction } from '../../bridge/timeline';

/** What is asked of the person in a dialog. */
export type Dialog =
  | { kind: 'add' }
  | { kind: 'close'; x: Interaction }
  | { kind: 'tabulate'; x: Interaction }
  | { kind: 'message'; x: Interaction }
  | { kind: 'survey'; x: Interaction }
  | { kind: 'sendSurvey'; x: Interaction }
  /** null makes a new one. */
  | { kind: 'appointment'; x: Appointment | null };
