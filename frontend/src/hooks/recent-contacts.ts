/**
 * The contacts that a user opened last on this computer, newest first. Ids only: no name is kept outside the replica, where an
 * erasure would not find it.
 */
const KEY = 'carteira.recent';
const MOST = 8;

export function recentContacts(user: string): string[] {
  try {
    const all: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const mine = (all as Record<string, unknown> | null)?.[user];
    return Array.isArray(mine) ? mine.filter((id): id is string => typeof id === 'string').slice(0, MOST) : [];
  } catch {
    return []; // unreadable: as if nobody had been here
  }
}

export function rememberContact(user: string, id: string): void {
  const mine = [id, ...recentContacts(user).filter((other) => other !== id)].slice(0, MOST);
  localStorage.setItem(KEY, JSON.stringify({ [user]: mine }));
}
