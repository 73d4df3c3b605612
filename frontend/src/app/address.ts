import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router';

// What is searched for, the values of custom fields that are filtered by and the path of a file say who somebody is: a name, a
// CPF. A browser keeps every address on its disk, where no erasure finds it (D8.5), and the web view of the desktop is one. So is
// all else that would outlive the page: history.state, sessionStorage, localStorage, window.name. Such words are therefore kept in
// the page's memory and the address holds a ticket for them: going back finds them again, loading the page anew forgets them.
// Filters by what the program itself names (ids, states, days) stay in the address, survive a reload and can be linked to; a link
// may have words, which leave the address as soon as they are read.

const words = ['q', 'fields', 'path'] as const;
const TICKET = 'w';
/** Says that an address had words once. Who asks for a file tells the person so; a list shows what it is without them. */
export const FORGOTTEN = 'forgotten';

/** The two halves of an address, over one memory. */
export function newAddress() {
  // A ticket of an earlier load of the page must not lead to what somebody else has searched for since.
  const load = `k${Date.now().toString(36)}`;
  const kept = new Map<string, string>();
  const tickets = new Map<string, string>();
  const ticketFor = (text: string): string => {
    const ticket = tickets.get(text) ?? `${load}-${tickets.size}`;
    tickets.set(text, ticket);
    kept.set(ticket, text);
    return ticket;
  };
  return {
    parseSearch: (address: string): Record<string, unknown> => {
      const { [TICKET]: ticket, ...rest } = defaultParseSearch(address) as Record<string, unknown>;
      const text = typeof ticket === 'string' ? kept.get(ticket) : undefined;
      if (text) return { ...rest, ...JSON.parse(text) };
      return ticket === undefined ? rest : { ...rest, [FORGOTTEN]: true };
    },
    stringifySearch: (search: Record<string, unknown>): string => {
      const said = words.filter((key) => search[key] !== undefined);
      if (said.length === 0) return defaultStringifySearch(search);
      const open = Object.entries(search).filter(([key]) => !words.some((word) => word === key));
      const ticket = ticketFor(JSON.stringify(Object.fromEntries(said.map((key) => [key, search[key]]))));
      return defaultStringifySearch({ ...Object.fromEntries(open), [TICKET]: ticket });
    },
  };
}

/** Whether an address as it stands has words in it: that of a link, or one typed by hand. */
export const hasWords = (address: string): boolean => {
  const search = defaultParseSearch(address) as Record<string, unknown>;
  return words.some((key) => key in search);
};
