import type {
  Appointment,
  AppointmentInput,
  ClosingInput,
  ContactProfile,
  Content,
  Interaction,
  InteractionAdded,
  InteractionInput,
  TimelineFilter,
  Whom,
} from '../bridge/timeline';
import { channels } from '../bridge/timeline';
import { refuse } from './refuse';

const agents = ['Ana Souza', 'Bruno Lima', 'Carla Dias'];
const hour = 3_600_000;

/** Made-up interactions of any contact: 120 of them, the newest still open. */
export function fakeTimeline(changed: () => void) {
  const all = new Map<string, Interaction[]>();
  const appointments = new Map<string, Appointment[]>();
  const said = new Map<string, Content[]>();
  let serial = 0;
  const of = (contact: string): Interaction[] => {
    let rows = all.get(contact);
    if (!rows) {
      rows = Array.from({ length: 120 }, (_, n) => made(contact, n));
      all.set(contact, rows);
    }
    return rows;
  };
  const find = (id: string): Interaction => {
    for (const rows of all.values()) {
      const x = rows.find((row) => row.id === id);
      if (x) return x;
    }
    throw refuse('not_found', 'there is no interaction with that id', 'interaction');
  };
  const appointmentsOf = (contact: string): Appointment[] => {
    let rows = appointments.get(contact);
    if (!rows) {
      rows = [
        {
          id: `a ${contact}`,
          at: '2026-12-01T13:00:00Z',
          status: 'open',
          text: 'Renovação do plano',
          agent: 'Ana Souza',
          agentId: '',
        },
      ];
      appointments.set(contact, rows);
    }
    return rows;
  };
  return {
    Page: (contact: string, f: TimelineFilter, after: string, limit: number) => {
      const rows = of(contact).filter(
        (x) =>
          (f.status === '' || x.open === (f.status === 'open')) &&
          (f.channels.length === 0 || f.channels.includes(x.channel)),
      );
      const from = Number(after || 0);
      const page = rows.slice(from, from + limit);
      return { rows: page, next: from + limit < rows.length ? String(from + limit) : '' };
    },
    Contents: (id: string) =>
      said.get(id) ?? [
        { id: `${id} 1`, kind: 'subject', at: find(id).openedAt, outbound: false, text: 'Segunda via do boleto' },
      ],
    Profile: (contact: string): ContactProfile => ({
      appointments: appointmentsOf(contact),
      surveys: of(contact).filter((x) => x.survey),
      merged: [],
      open: of(contact).some((x) => x.open),
    }),
    Add: (input: InteractionInput) => {
      const x: Interaction = {
        ...made(input.contact, 1),
        id: `new ${++serial}`,
        protocol: input.protocol || `20261127-NOVO${serial}-AAAAA`,
        channel: input.channel as Interaction['channel'],
        outbound: input.outbound,
        open: input.open,
        tabulation: input.tabulation,
        openedAt: input.openedAt || new Date().toISOString(),
        handleSeconds: input.handleSeconds,
        contents: input.message || input.subject ? 1 : 0,
        survey: null,
      };
      const contact = input.contact || `made ${serial}`;
      all.set(contact, [x, ...of(contact)]);
      changed();
      const contactName = input.contact ? 'Ana Souza' : input.name || input.from;
      return { ...x, contact, contactName, contactCreated: input.contact === '' } satisfies InteractionAdded;
    },
    /** Nobody has any address; what has no digit and no @ is a name. */
    Whom: (_channel: string, text: string): Whom => {
      const kind = text.includes('@')
        ? 'email'
        : /\d{8}/.test(text.replace(/\D/g, ''))
          ? 'phone'
          : /\d/.test(text)
            ? ''
            : 'name';
      const address = kind === 'phone' ? `55${text.replace(/\D/g, '')}` : kind === 'email' ? text : '';
      return { kind, address, holders: [], another: false };
    },
    Close: (id: string, input: ClosingInput) => {
      const x = find(id);
      Object.assign(x, { open: false, tabulation: input.tabulation, closedAt: new Date().toISOString() });
      x.handleSeconds = Math.max(0, input.handleSeconds);
      changed();
      return x;
    },
    Tabulate: (id: string, tabulation: string) => {
      const x = find(id);
      x.tabulation = tabulation;
      changed();
      return x;
    },
    Say: (id: string, text: string, outbound: boolean) => {
      const x = find(id);
      said.set(id, [
        ...(said.get(id) ?? []),
        { id: `m ${++serial}`, kind: 'message', at: new Date().toISOString(), outbound, text },
      ]);
      x.contents += 1;
      changed();
      return x;
    },
    Survey: (id: string, answered: boolean, score: number, comment: string) => {
      const x = find(id);
      const at = new Date().toISOString();
      x.survey = { sentAt: x.survey?.sentAt || at, answeredAt: answered ? at : '', score, comment };
      changed();
      return x;
    },
    Appoint: (input: AppointmentInput) => {
      const rows = appointmentsOf(input.contact);
      const a: Appointment = { ...input, id: input.id || `a${++serial}`, agent: '', agentId: input.agent };
      appointments.set(input.contact, [a, ...rows.filter((x) => x.id !== a.id)]);
      changed();
      return a;
    },
    AddNote: () => changed(),
    SetActive: () => changed(),
  };
}

function made(contact: string, n: number): Interaction {
  const opened = new Date(Date.parse('2026-11-27T12:00:00Z') - n * 7 * hour);
  const open = n === 0;
  return {
    id: `i ${contact} ${n}`,
    protocol: `20261127-${String(n).padStart(5, '0')}-K7Q2M`,
    channel: channels[n % channels.length] ?? 'voice',
    outbound: n % 3 === 1,
    open,
    service: n % 2 === 0 ? 'Vendas' : 'Suporte',
    serviceId: '',
    agent: agents[n % agents.length] ?? '',
    tabulation: open ? '' : 'Dúvida resolvida',
    openedAt: opened.toISOString(),
    answeredAt: opened.toISOString(),
    closedAt: open ? '' : new Date(opened.getTime() + 185_000).toISOString(),
    handleSeconds: open ? 0 : 185,
    contents: n % 2,
    survey:
      n % 4 === 1
        ? { sentAt: opened.toISOString(), answeredAt: opened.toISOString(), score: 10 - (n % 7), comment: '' }
        : null,
  };
}
