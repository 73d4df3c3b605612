import { useTranslation } from 'react-i18next';

/** The language of the texts and the format of dates differ: an English window of a Brazilian operation still shows dd/mm/yyyy. */
export const dateLocale = (language: string): string => (language.startsWith('en') ? 'en-GB' : 'pt-BR');

export interface Format {
  /** dd/mm/yyyy of an RFC 3339 text, "" of "". */
  date: (iso: string) => string;
  /** dd/mm/yyyy, 14:32 */
  dateTime: (iso: string) => string;
  time: (iso: string) => string;
  /** "3 minutes ago" as of `now`, in ms; after a week the date. */
  ago: (iso: string, now: number) => string;
  number: (n: number) => string;
  /** 0.62 → 62% (62 % is never shown as 100 before the end: rounded down). */
  percent: (fraction: number) => string;
  bytes: (n: number) => string;
  list: (items: string[]) => string;
  /** "a, b e c" */
  sentence: (parts: string[]) => string;
  /** The order people of the language look texts up in. */
  compare: (a: string, b: string) => number;
  /** One text for whoever reads it, whatever its case and accents: "Avaí" is "AVAI". */
  same: (a: string, b: string) => boolean;
}

/**
 * One of each language for the whole window. A formatter or collator of the browser holds tens of kilobytes outside of the script's heap, where
 * its collector does not see them: one for each row that is drawn let the window grow by 200 MB in twenty minutes.
 */
const formats = new Map<string, Format>();

export function formatter(language: string): Format {
  let format = formats.get(language);
  if (!format) {
    format = make(language);
    formats.set(language, format);
  }
  return format;
}

function make(language: string): Format {
  const locale = dateLocale(language);
  const date = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric' });
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hour12: false };
  const time = new Intl.DateTimeFormat(locale, clock);
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const size = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const list = new Intl.ListFormat(language, { style: 'narrow', type: 'conjunction' });
  const sentence = new Intl.ListFormat(language, { type: 'conjunction' });
  const order = new Intl.Collator(language);
  const letters = new Intl.Collator(language, { sensitivity: 'base' });
  const at = (iso: string, show: (d: Date) => string) => {
    const d = new Date(iso);
    return iso === '' || Number.isNaN(d.getTime()) ? '' : show(d);
  };
  return {
    // A plain day ("1988-02-14") has no hour: read as UTC it would be the day before in Brazil.
    date: (iso) =>
      /^\d{4}-\d{2}-\d{2}$/.test(iso) ? iso.split('-').reverse().join('/') : at(iso, (d) => date.format(d)),
    dateTime: (iso) => at(iso, (d) => `${date.format(d)} ${time.format(d)}`),
    time: (iso) => at(iso, (d) => time.format(d)),
    ago: (iso, now) =>
      at(iso, (d) => {
        const minutes = Math.round((d.getTime() - now) / 60_000);
        // A clock that was set back must not promise a sync in the future.
        if (minutes >= 0) return relative.format(0, 'second');
        if (minutes > -60) return relative.format(minutes, 'minute');
        if (minutes > -24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
        if (minutes > -7 * 24 * 60) return relative.format(Math.round(minutes / (24 * 60)), 'day');
        return date.format(d);
      }),
    number: (n) => number.format(n),
    percent: (fraction) => percent.format(Math.floor(Math.min(1, Math.max(0, fraction)) * 100) / 100),
    bytes: (n) => {
      const units = ['B', 'kB', 'MB', 'GB'];
      const power = n < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(n) / 3));
      return `${size.format(n / 1000 ** power)} ${units[power]}`;
    },
    list: (items) => list.format(items),
    sentence: (parts) => sentence.format(parts),
    compare: order.compare,
    same: (a, b) => letters.compare(a, b) === 0,
  };
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return formatter(i18n.language);
}
