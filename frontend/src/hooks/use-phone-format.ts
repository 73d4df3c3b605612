import { useSyncExternalStore } from 'react';

type ParsePhone = typeof import('libphonenumber-js/min').parsePhoneNumberFromString;

// The metadata of every country weighs more than the first screen should: it is fetched once something shows a phone.
let parse: ParsePhone | undefined;
let loading = false;
const listeners = new Set<() => void>();
const known = new Map<string, string>();
const KNOWN_MAX = 5000;

function load(): void {
  if (loading) return;
  loading = true;
  void import('libphonenumber-js/min').then((lib) => {
    parse = lib.parsePhoneNumberFromString;
    known.clear();
    for (const listener of listeners) listener();
  });
}

/** "5541998765432" → "(41) 99876-5432"; other countries keep their DDI: "+351 912 345 678". Stored digits are never changed. */
export function formatPhone(digits: string): string {
  if (digits === '') return '';
  const hit = known.get(digits);
  if (hit !== undefined) return hit;
  const shown = show(digits);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(digits, shown);
  return shown;
}

function show(digits: string): string {
  const br = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(digits);
  if (br) return `(${br[1]}) ${br[2]}-${br[3]}`;
  const phone = parse?.(`+${digits}`);
  return phone ? phone.formatInternational() : `+${digits}`;
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  load();
  return () => {
    listeners.delete(listener);
  };
};

/** The formatter; a component that uses it is drawn again when the metadata has arrived. */
export function usePhoneFormat(): (digits: string) => string {
  useSyncExternalStore(subscribe, () => parse);
  return formatPhone;
}
