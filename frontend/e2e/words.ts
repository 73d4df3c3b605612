import en from '../src/i18n/en.json' with { type: 'json' };
import ptBR from '../src/i18n/pt-BR.json' with { type: 'json' };
import type { Lang } from './look';

type Tree = { [key: string]: string | Tree };
const trees: Record<Lang, Tree> = { 'pt-BR': ptBR as Tree, en: en as Tree };

/** What every key begins with. */
export const roots = Object.keys(en);

/** The window's own word for a key, with {{name}} filled in: a walk through both languages looks for what is written there. */
export function word(lang: Lang, key: string, values: Record<string, string> = {}): string {
  const found = key
    .split('.')
    .reduce<string | Tree | undefined>(
      (tree, part) => (typeof tree === 'object' ? tree[part] : undefined),
      trees[lang],
    );
  if (typeof found !== 'string') throw new Error(`no text ${key} in ${lang}`);
  return found.replace(/\{\{(\w+)[^}]*\}\}/g, (_, name: string) => values[name] ?? '');
}

/** The beginning of a text, up to what is filled in: "Mais ações para ". */
export function beginning(lang: Lang, key: string): RegExp {
  const whole = key
    .split('.')
    .reduce<string | Tree | undefined>(
      (tree, part) => (typeof tree === 'object' ? tree[part] : undefined),
      trees[lang],
    );
  const start = String(whole).split('{{')[0] ?? '';
  return new RegExp(`^${start.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
