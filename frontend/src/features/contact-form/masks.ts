/** Masks are for reading (D1.3): what is typed is kept without them, and a text that fits none is shown as it is. */
export interface Mask {
  /** What counts of a text. */
  keep: (text: string) => string;
  show: (kept: string) => string;
  /** Whether the text is stored as it is shown; otherwise as what counts of it. */
  asShown?: boolean;
}

const groups = (text: string, sizes: number[], between: string[]): string => {
  let out = '';
  let at = 0;
  for (const [n, size] of sizes.entries()) {
    const part = text.slice(at, at + size);
    if (part === '') break;
    out += (n > 0 ? (between[n - 1] ?? '') : '') + part;
    at += size;
  }
  return out + text.slice(at);
};
const digits = (text: string) => text.replace(/\D/g, '');

/** A legacy text with anything else in it is shown as it is, never cut. */
export const cpf: Mask = {
  keep: (text) => (/^[\d.\s/-]*$/.test(text) ? digits(text) : text),
  show: (kept) => (/^\d{0,11}$/.test(kept) ? groups(kept, [3, 3, 3, 2], ['.', '.', '-']) : kept),
};
/** Letters count since July 2026 (D1.3). */
export const cnpj: Mask = {
  keep: (text) => (/^[\dA-Za-z.\s/-]*$/.test(text) ? text.toUpperCase().replace(/[^0-9A-Z]/g, '') : text),
  show: (kept) => (/^[\dA-Z]{0,14}$/.test(kept) ? groups(kept, [2, 3, 3, 4, 2], ['.', '.', '/', '-']) : kept),
};
export const zip: Mask = {
  // Other countries' codes have letters: only what can be a Brazilian one is masked.
  keep: (text) => (/^[\d.\s-]*$/.test(text) ? digits(text) : text),
  asShown: true,
  show: (kept) => (/^\d{6,8}$/.test(kept) ? groups(kept, [5, 3], ['-']) : kept),
};
/** A day or month of one digit is told by the stroke behind it. */
const padded = (text: string) => text.replace(/^(\d)[/.-]/, '0$1/').replace(/^(\d\d)[/.-](\d)[/.-]/, '$1/0$2/');
export const date: Mask = {
  keep: (text) => (/^[\d/.\s-]*$/.test(text) ? digits(padded(text)) : text),
  asShown: true,
  show: (kept) => (/^\d{0,8}$/.test(kept) ? groups(kept, [2, 2, 4], ['/', '/']) : kept),
};

/** "1988-02-14" → "14/02/1988"; anything else as it is. */
export const dayOf = (stored: string): string => stored.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1');
