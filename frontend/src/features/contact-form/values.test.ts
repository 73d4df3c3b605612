import type { FormContact } from '../../bridge/form';
import { cnpj, cpf, date, dayOf, zip } from './masks';
import { countries, digitsOf, moved, phoneRow, typed } from './phones';
import { baseOf, decided, draftText, inputOf, isChanged, readDraft, rebase, seenOf, united, valuesOf } from './values';

const contact: FormContact = {
  id: 'c1',
  fields: { name: 'Ana', city: 'Recife', birth_date: '1988-02-14', cpf: '123' },
  phones: ['5541998765432', '351912345678'],
  custom: { Plano: 'Ouro', Desde: '2020-01-31' },
  labels: ['VIP'],
  avatar: '',
  avatarVersion: '',
  updatedAt: '',
  flagged: [],
  draft: '',
  draftAt: '',
  definitions: [
    { id: 'f1', name: 'Plano', type: 'text', choices: [] },
    { id: 'f2', name: 'Desde', type: 'date', choices: [] },
  ],
};
const { definitions } = contact;
const begun = () => {
  const base = baseOf(contact);
  return { base, values: valuesOf(base, definitions) };
};

describe('what is sent', () => {
  it('is nothing when nothing was changed', () => {
    const { base, values } = begun();
    const input = inputOf(base, values, definitions);
    expect(isChanged(base, input)).toBe(false);
    expect(input).toMatchObject({ fields: {}, custom: {}, hasPhones: false, hasLabels: false, hasAvatar: false });
  });
  it('is what was changed, and what the person saw of it', () => {
    const { base, values } = begun();
    values.fields.city = 'Natal';
    values.custom.Desde = '01/02/2020';
    values.phones = moved(values.phones, 1, 0);
    const input = inputOf(base, values, definitions);
    expect(input.fields).toEqual({ city: 'Natal' });
    expect(input.custom).toEqual({ Desde: '01/02/2020' });
    expect(input.phones).toEqual(['351912345678', '5541998765432']);
    expect(input.hasPhones).toBe(true);
    const seen = seenOf(base, input);
    expect(seen.fields).toEqual({ city: 'Recife' });
    expect(seen.custom).toEqual({ Desde: '2020-01-31' });
  });
  it('never touches a phone nobody typed in, however odd it is', () => {
    const base = baseOf({ ...contact, phones: ['99', '554133334444'] });
    const values = valuesOf(base, definitions);
    expect(values.phones.map(digitsOf)).toEqual(['99', '554133334444']);
  });
});

describe('a contact that changes underneath', () => {
  const theirs: FormContact = {
    ...contact,
    fields: { ...contact.fields, city: 'Olinda', state: 'PE' },
    labels: ['VIP', 'Novo'],
  };
  it('is followed where the person left it alone', () => {
    const { base, values } = begun();
    const r = rebase(base, values, theirs, definitions);
    expect(r.stale).toEqual([]);
    expect(r.values.fields).toMatchObject({ city: 'Olinda', state: 'PE' });
    expect(r.values.labels).toEqual(['VIP', 'Novo']);
    expect(isChanged(r.base, inputOf(r.base, r.values, definitions))).toBe(false);
  });
  it('is told where both changed it, and stays until somebody decides', () => {
    const { base, values } = begun();
    values.fields.city = 'Natal';
    const r = rebase(base, values, theirs, definitions);
    expect(r.stale).toEqual([{ part: 'city', theirs: 'Olinda' }]);
    expect(r.values.fields.city).toBe('Natal');
    expect(seenOf(r.base, inputOf(r.base, r.values, definitions)).fields.city).toBe('Recife');
    const mine = decided(r.base, r.values, theirs, 'city', 'mine', definitions);
    expect(mine.values.fields.city).toBe('Natal');
    expect(mine.base.fields.city).toBe('Olinda');
    const yours = decided(r.base, r.values, theirs, 'city', 'theirs', definitions);
    expect(isChanged(yours.base, inputOf(yours.base, yours.values, definitions))).toBe(false);
  });
  it('unites phones', () => {
    const { base, values } = begun();
    values.phones = [...values.phones, phoneRow('5511987654321')];
    const r = rebase(base, values, { ...contact, phones: ['351912345678', '5511900000000'] }, definitions);
    expect(r.values.phones.map(digitsOf)).toEqual(['351912345678', '5511987654321', '5511900000000']);
  });
  it.each([
    [['a', 'b'], ['a'], ['a', 'c'], ['a', 'b', 'c']],
    [['a', 'b'], ['a', 'b'], ['b'], ['b']],
    [[], ['a'], ['a'], []],
  ])('mine %j, seen %j, now %j: %j', (mine, seen, now, want) => {
    expect(united(mine, seen, now)).toEqual(want);
  });
});

it('reads its own drafts, and leaves alone what it does not understand', () => {
  const { base, values } = begun();
  values.fields.city = 'Natal';
  const back = readDraft(draftText(base, values));
  expect(back?.values.fields.city).toBe('Natal');
  expect(back?.values.phones.map(digitsOf)).toEqual(contact.phones);
  expect(readDraft('')).toBeNull();
  expect(readDraft('{"v":2}')).toBeNull();
  expect(readDraft('{')).toBeNull();
});

it.each([
  [cpf, '52998224725', '529.982.247-25'],
  [cpf, '529.9', '529.9'],
  [cpf, '12a', '12a'],
  [cnpj, '12abc34501de35', '12.ABC.345/01DE-35'],
  [zip, '80010000', '80010-000'],
  [zip, 'SW1A 1AA', 'SW1A 1AA'],
  [date, '14021988', '14/02/1988'],
  [date, '1/2/1988', '01/02/1988'],
])('a mask shows and loses nothing: %#', (mask, text, shown) => {
  expect(mask.show(mask.keep(text))).toBe(shown);
});
it('shows a stored day as people write it', () => expect(dayOf('1988-02-14')).toBe('14/02/1988'));

describe('phones', () => {
  it('offers every country, Brazil first', () => {
    const all = countries('pt-BR');
    expect(all[0]).toEqual({ code: 'BR', label: 'Brasil +55' });
    expect(all.length).toBeGreaterThan(230);
  });
  it.each([
    ['', '41998765432', '(41) 99876-5432', 'BR', '5541998765432'],
    ['', '+351 912 345 678', '912 345 678', 'PT', '351912345678'],
    ['', '0012125550123', '(212) 555-0123', 'US', '12125550123'],
    ['', '419876', '(41) 9876', 'BR', '55419876'],
  ])('%s%s is shown as %s of %s and sent as %s', (before, text, shown, country, digits) => {
    const row = typed(before, text, 'BR');
    expect(row).toEqual({ country, text: shown });
    expect(digitsOf({ key: 'k', stored: '', ...row })).toBe(digits);
  });
  it('lets the characters of a mask be deleted', () => {
    expect(typed('(41) ', '(41)', 'BR').text).toBe('(41)');
  });
  it.each([
    [0, -1, ['a', 'b', 'c']],
    [2, 0, ['c', 'a', 'b']],
    [0, 9, ['b', 'c', 'a']],
  ])('moves %i to %i', (from, to, want) => expect(moved(['a', 'b', 'c'], from, to)).toEqual(want));
});
