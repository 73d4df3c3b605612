import type { CSSProperties } from 'react';
import { useAvatar } from '../hooks/use-avatar';

const hues = ['232', '156', '25', '72', '300', '200', '110', '340'];

function initials(name: string): string {
  const words = name.split(/\s+/).filter((w) => /^\p{L}/u.test(w));
  const first = words[0]?.[0] ?? name[0] ?? '';
  return (first + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}

function hue(name: string): string {
  let n = 0;
  for (const letter of name) n = (n * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return hues[n % hues.length] as string;
}

interface Pictured {
  id: string;
  name: string;
  picture: boolean;
}

/** The picture of a contact where there is one, initials otherwise: nothing for a screen reader, the name stands beside it. */
export function ContactAvatar({ c, big }: { c: Pictured; big?: boolean }) {
  const url = useAvatar(c.id, c.picture);
  if (url === '') return <Avatar name={c.name} big={big} />;
  // By its address: an element that is given another shows the one before until that is read, someone else's in a list that scrolls.
  return <img key={url} className={big ? 'ava big' : 'ava'} src={url} alt="" draggable={false} decoding="async" />;
}

/** Initials on a hue of their own: a landmark for the eye while scrolling, nothing for a screen reader. */
export function Avatar({ name, big }: { name: string; big?: boolean }) {
  return (
    <span className={big ? 'ava big' : 'ava'} aria-hidden style={{ '--h': hue(name) } as CSSProperties}>
      {initials(name)}
    </span>
  );
}
