import * as Timeline from '../../wailsjs/go/app/Timeline';
import type { app } from '../../wailsjs/go/models';
import { ask } from './call';
import { list } from './lists';

export type Channel = 'voice' | 'whatsapp' | 'webchat' | 'email' | 'instagram' | 'facebook' | 'sms';
export const channels: Channel[] = ['voice', 'whatsapp', 'webchat', 'email', 'instagram', 'facebook', 'sms'];

export interface Survey {
  sentAt: string;
  /** "" = awaited. */
  answeredAt: string;
  /** 0 to 10, -1 = none. */
  score: number;
  comment: string;
}

/** One protocol on any channel. Times are RFC 3339, "" for none. */
export interface Interaction {
  id: string;
  protocol: string;
  channel: Channel;
  outbound: boolean;
  open: boolean;
  /** Name. */
  service: string;
  serviceId: string;
  /** Name. */
  agent: string;
  tabulation: string;
  openedAt: string;
  answeredAt: string;
  closedAt: string;
  handleSeconds: number;
  /** How many pieces of content there are. */
  contents: number;
  survey: Survey | null;
}

export interface Content {
  id: string;
  kind: 'subject' | 'caller' | 'message';
  at: string;
  outbound: boolean;
  text: string;
}

export type AppointmentStatus = 'open' | 'done' | 'cancelled';
export interface Appointment {
  id: string;
  at: string;
  status: AppointmentStatus;
  text: string;
  /** Name. */
  agent: string;
  agentId: string;
}

export interface Merged {
  id: string;
  name: string;
  at: string;
  /** The fields that it gave, as the history names them. */
  gave: string[];
  interactions: number;
  notes: number;
}

/** What there is of a contact beside its fields and interactions. */
export interface ContactProfile {
  appointments: Appointment[];
  /** The interactions that have a survey, newest first. */
  surveys: Interaction[];
  merged: Merged[];
  /** An interaction, survey or appointment is open. */
  open: boolean;
}

/** What is blank chooses all. */
export interface TimelineFilter {
  channels: string[];
  status: '' | 'open' | 'closed';
  agent: string;
  service: string;
}

export interface TimelinePage {
  rows: Interaction[];
  /** Cursor of the following page, "" at the end. */
  next: string;
}

export interface InteractionInput {
  /** "" is whom `from` and `name` say. */
  contact: string;
  /** Address; of an unknown one a contact is created. */
  from: string;
  /** Of that contact, "" is the address. */
  name: string;
  /** A contact of its own although somebody has the address. */
  another: boolean;
  channel: string;
  outbound: boolean;
  /** "" draws a new one. */
  protocol: string;
  service: string;
  agent: string;
  tabulation: string;
  /** "" is now. */
  openedAt: string;
  closedAt: string;
  handleSeconds: number;
  open: boolean;
  subject: string;
  caller: string;
  message: string;
}

/** An interaction entered by hand, and whom it is with. */
export interface InteractionAdded extends Interaction {
  /** Id. */
  contact: string;
  contactName: string;
  contactCreated: boolean;
}

export interface WhomHolder {
  id: string;
  name: string;
  email: string;
  /** The main one. */
  phone: string;
  active: boolean;
}

/** How a text that says whom an interaction is with is understood. */
export interface Whom {
  /** "" is not yet an address. */
  kind: '' | 'phone' | 'email' | 'user' | 'name';
  /** As it would be kept, "" of a name. */
  address: string;
  /** Who has that very address. */
  holders: WhomHolder[];
  /** One more contact may have it. */
  another: boolean;
}

export interface ClosingInput {
  tabulation: string;
  /** -1: the time since it was answered or opened. */
  handleSeconds: number;
  /** "" is now. */
  closedAt: string;
}

export interface AppointmentInput {
  /** "" makes one. */
  id: string;
  contact: string;
  agent: string;
  at: string;
  status: AppointmentStatus;
  text: string;
}

const interaction = (raw: app.InteractionRow): Interaction => ({
  ...(raw as unknown as Interaction),
  survey: raw.survey ?? null,
});
const nothing = () => undefined;

export const timeline = {
  page: (contact: string, filter: TimelineFilter, after: string, limit: number): Promise<TimelinePage> =>
    ask(
      () => Timeline.Page(contact, filter as unknown as app.TimelineFilter, after, limit),
      (raw) => ({ rows: list(raw.rows).map(interaction), next: raw.next }),
    ),
  contents: (id: string): Promise<Content[]> =>
    ask(
      () => Timeline.Contents(id),
      (raw) => list(raw as unknown as Content[] | null),
    ),
  profile: (contact: string): Promise<ContactProfile> =>
    ask(
      () => Timeline.Profile(contact),
      (raw) => ({
        appointments: list(raw.appointments as unknown as Appointment[] | null),
        surveys: list(raw.surveys).map(interaction),
        merged: list(raw.merged).map((m) => ({ ...m, gave: list(m.gave) })),
        open: raw.open,
      }),
    ),
  add: (input: InteractionInput): Promise<InteractionAdded> =>
    ask(
      () => Timeline.Add(input as app.InteractionInput),
      (raw) => ({ ...(raw as unknown as InteractionAdded), survey: raw.survey ?? null }),
    ),
  whom: (channel: string, text: string): Promise<Whom> =>
    ask(
      () => Timeline.Whom(channel, text),
      (raw) => ({ ...(raw as unknown as Whom), holders: list(raw.holders) }),
    ),
  close: (id: string, input: ClosingInput): Promise<Interaction> =>
    ask(() => Timeline.Close(id, input as app.ClosingInput), interaction),
  tabulate: (id: string, tabulation: string): Promise<Interaction> =>
    ask(() => Timeline.Tabulate(id, tabulation), interaction),
  say: (id: string, text: string, outbound: boolean): Promise<Interaction> =>
    ask(() => Timeline.Say(id, text, outbound), interaction),
  /** Sends the survey of an interaction, or enters its answer; -1 is no score. */
  survey: (id: string, answered: boolean, score: number, comment: string): Promise<Interaction> =>
    ask(() => Timeline.Survey(id, answered, score, comment), interaction),
  appoint: (input: AppointmentInput): Promise<Appointment> =>
    ask(
      () => Timeline.Appoint(input as app.AppointmentInput),
      (raw) => raw as unknown as Appointment,
    ),
  addNote: (contact: string, text: string): Promise<void> => ask(() => Timeline.AddNote(contact, text), nothing),
  setActive: (contact: string, active: boolean): Promise<void> =>
    ask(() => Timeline.SetActive(contact, active), nothing),
};
