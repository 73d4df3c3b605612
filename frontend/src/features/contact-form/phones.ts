import {
  AsYouType,
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import { formatter } from '../../i18n/format';

/** One line of the phone list. `stored` are the digits in the base as long as nobody has typed in the line: they are sent as they are. */
export interface PhoneRow {
  key: string;
  country: CountryCode;
  /** As typed: the national number, or all of it after a "+". */
  text: string;
  stored: string;
}

export interface Country {
  code: CountryCode;
  /** What the list says and is searched by: "Brasil +55". */
  label: string;
}

/** Countries that share a calling code with many others, by the code: whose name stands for the number. */
const main: Record<string, CountryCode> = {
  '1': 'US',
  '7': 'RU',
  '39': 'IT',
  '44': 'GB',
  '47': 'NO',
  '61': 'AU',
  '358': 'FI',
  '599': 'CW',
  '262': 'RE',
  '212': 'MA',
  '590': 'GP',
  '290': 'SH',
};

let serial = 0;
export const phoneKey = (): string => `p${++serial}`;
export const blankPhone = (country: CountryCode = 'BR'): PhoneRow => ({
  key: phoneKey(),
  country,
  text: '',
  stored: '',
});

const named = new Map<string, Country[]>();

/** Every country of the metadata by name, Brazil first (D1.5). Made once: what names and sorts them is large, and a form is opened often. */
export function countries(language: string): Country[] {
  const known = named.get(language) ?? sorted(language);
  named.set(language, known);
  return known;
}

function sorted(language: string): Country[] {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const { compare } = formatter(language);
  return getCountries()
    .map((code) => ({ code, label: `${names.of(code) ?? code} +${getCountryCallingCode(code)}` }))
    .sort((a, b) => Number(b.code === 'BR') - Number(a.code === 'BR') || compare(a.label, b.label));
}

/** A stored number as the list shows it. What is no number of any country is kept whole, after a "+". */
export function phoneRow(digits: string): PhoneRow {
  const number = parsePhoneNumberFromString(`+${digits}`);
  if (!number) return { key: phoneKey(), country: 'BR', text: `+${digits}`, stored: digits };
  const country = number.country ?? main[number.countryCallingCode];
  if (!country) return { key: phoneKey(), country: 'BR', text: `+${digits}`, stored: digits };
  return { key: phoneKey(), country, text: national(String(number.nationalNumber), country), stored: digits };
}

/** What a person typed, spaced as the country writes it. Deleting must reach a mask's own characters, hence only growing text is formatted. */
export function typed(before: string, text: string, country: CountryCode): { country: CountryCode; text: string } {
  const whole = text.trim().replace(/^00(?=\d{6})/, '+');
  if (whole.startsWith('+')) {
    const number = parsePhoneNumberFromString(whole);
    const found = number?.country ?? (number && main[number.countryCallingCode]);
    if (number?.isValid() && found) return { country: found, text: national(String(number.nationalNumber), found) };
    return { country, text: whole };
  }
  if (text.length <= before.length) return { country, text };
  return { country, text: national(text, country) };
}

function national(text: string, country: CountryCode): string {
  const digits = text.replace(/\D/g, '');
  const shown = new AsYouType(country).input(digits);
  // Metadata of some countries drops what it cannot place: never a digit of the person's.
  return shown.replace(/\D/g, '') === digits ? shown : digits;
}

/** What is sent: E.164 digits where the metadata knows the number, else code and digits as they are; Go decides. "" for a blank line. */
export function digitsOf(row: PhoneRow): string {
  if (row.stored) return row.stored;
  const text = row.text.trim();
  if (text === '') return '';
  if (text.startsWith('+')) return text.replace(/\D/g, '');
  const number = parsePhoneNumberFromString(text, row.country);
  if (number) return number.number.slice(1);
  return getCountryCallingCode(row.country) + text.replace(/\D/g, '');
}

/** Moves a line; its place is kept within the list. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const end = Math.min(Math.max(0, to), list.length - 1);
  const next = [...list];
  const [row] = next.splice(from, 1);
  if (row !== undefined) next.splice(end, 0, row);
  return next;
}
