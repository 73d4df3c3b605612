import { renderHook } from '@testing-library/react';
import type { Language } from '../bridge/types';
import { errorText } from './codes';
import en from './en.json';
import { formatter, useFormat } from './format';
import { i18n, showLanguage } from './i18n';
import pt from './pt-BR.json';

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
const base = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const dicts = { 'pt-BR': flat(pt), en: flat(en) };
const variables = (text: string) => [...text.matchAll(/{{\s*(\w+)/g)].map((m) => m[1]).sort();

it('has the same keys in both languages', () => {
  expect(new Set(dicts['pt-BR'].map(([k]) => base(k)))).toEqual(new Set(dicts.en.map(([k]) => base(k))));
});

it.each(Object.entries(dicts))('%s has zero and every plural category of its language', (language, dict) => {
  const categories = ['zero', ...new Intl.PluralRules(language).resolvedOptions().pluralCategories];
  const keys = new Set(dict.map(([k]) => k));
  const missing = [...keys]
    .filter((k) => k.endsWith('_other'))
    .flatMap((k) => categories.map((c) => k.replace(/_other$/, `_${c}`)).filter((k_) => !keys.has(k_)));
  expect(missing).toEqual([]);
});

it('uses the same variables in both languages, and leaves no text blank', () => {
  const english = new Map(dicts.en);
  for (const [key, text] of dicts['pt-BR']) {
    expect(text, key).not.toBe('');
    const other = english.get(key);
    if (other !== undefined && !key.endsWith('_zero')) expect(variables(other), key).toEqual(variables(text));
  }
});

it.each([
  ['pt-BR', ['Nenhum contato', '1 contato', '2 contatos', '1.000.000 de contatos']],
  ['en', ['No contacts', '1 contact', '2 contacts', '1,000,000 contacts']],
])('pluralises 0, 1, 2 and 1,000,000 in %s', async (language, words) => {
  await showLanguage(language as Language);
  expect([0, 1, 2, 1_000_000].map((count) => i18n.t('contacts.count', { count }))).toEqual(words);
});

it('translates an error by its code and falls back to what Go says', async () => {
  await i18n.changeLanguage('pt-BR');
  expect(errorText(i18n.t, '{"code":"not_allowed","message":"no"}')).toMatch(/não tem permissão/);
  expect(errorText(i18n.t, '{"code":"newer_than_us","message":"texto do Go"}')).toBe('texto do Go');
  expect(errorText(i18n.t, new Error(''))).toMatch(/inesperado/);
});

it('has words for every reason the import gives', () => {
  const codes =
    'name_required cpf_invalid cpf_length cnpj_invalid cnpj_length cnpj_taken number_damaged phone_masked phone_no_ddi phone_invalid phones_too_many email_invalid gender_invalid date_invalid bool_invalid text_control text_too_long custom_fields_broken csv_unclosed_quote csv_nul csv_cell_too_large csv_extra_cells json_line_broken csv_header_again cell_error csv_bad_encoding ambiguous_match portfolio_type_invalid portfolio_value_invalid portfolio_user_unknown portfolio_reserve_unknown portfolio_service_unknown open_interaction duplicate contact_required_email_or_phone disk_full'.split(
      ' ',
    );
  expect(codes.filter((code) => !(code in pt.reason) || !(code in en.reason))).toEqual([]);
});

// Each holds tens of kilobytes that the script's collector does not see: drawing rows must make none.
it('makes a formatter of a language once, however much is drawn', () => {
  const draw = () => {
    for (let n = 1; n <= 20; n++) {
      const { result, unmount } = renderHook(() => useFormat());
      expect(result.current.number(1000 * n)).toMatch(/^\d+\.000$/);
      expect(result.current.same('Avaí', 'AVAI')).toBe(true);
      expect(i18n.t('import.recognised', { count: 1000 * n })).toContain(`${n}.000 colunas`);
      unmount();
    }
  };
  draw();
  const kinds = [
    'NumberFormat',
    'DateTimeFormat',
    'RelativeTimeFormat',
    'ListFormat',
    'Collator',
    'PluralRules',
  ] as const;
  const made = kinds.map((name) => vi.spyOn(Intl, name));
  draw();
  expect(made.map((spy) => spy.mock.calls.length)).toEqual(kinds.map(() => 0));
  vi.restoreAllMocks();
});

describe.each(['pt-BR', 'en'])('formats of %s', (language) => {
  const f = formatter(language);
  it('writes days as dd/mm/yyyy and never moves a plain day', () => {
    expect(f.date('1988-02-14')).toBe('14/02/1988');
    expect(f.date('')).toBe('');
    expect(f.date('nonsense')).toBe('');
    expect(f.dateTime('2026-11-21T12:00:00Z')).toMatch(/^2[01]\/11\/2026 \d\d:\d\d$/);
  });
  it('says how long ago, never in the future', () => {
    const now = Date.parse('2026-11-27T12:00:00Z');
    const words = ['11:59:50', '12:05:00', '11:57:00', '09:00:00'].map((t) => f.ago(`2026-11-27T${t}Z`, now));
    const expected =
      language === 'en'
        ? ['now', 'now', '3 minutes ago', '3 hours ago']
        : ['agora', 'agora', 'há 3 minutos', 'há 3 horas'];
    expect(words).toEqual(expected);
    expect(f.ago('2026-11-01T12:00:00Z', now)).toBe('01/11/2026');
    expect(f.ago('', now)).toBe('');
  });
  it('never shows 100 % before the end', () => {
    expect(f.percent(0.9999)).toBe('99%');
    expect(f.percent(1)).toBe('100%');
    expect(f.percent(7)).toBe('100%');
  });
  it('sorts as people look texts up, and knows one text in another case or without accents', () => {
    expect(['Zeca', 'Éder', 'eva', 'Ana', 'Ávila'].sort(f.compare)).toEqual(['Ana', 'Ávila', 'Éder', 'eva', 'Zeca']);
    expect(f.same('Avaí', 'AVAI')).toBe(true);
    expect(f.same('Avaí', 'Avais')).toBe(false);
    expect(f.compare('Avaí', 'avai')).not.toBe(0);
  });
  it('counts bytes in thousands', () => {
    expect(f.bytes(999)).toBe('999 B');
    expect(f.bytes(9_412_000)).toMatch(/^9[.,]4 MB$/);
  });
});
