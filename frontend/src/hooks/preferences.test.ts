import { readPreferences } from './preferences';
import { formatPhone } from './use-phone-format';

it.each([
  [null, { density: 'normal', view: 'list', letters: true }],
  ['{"density":"compact","view":"cards","letters":false}', { density: 'compact', view: 'cards', letters: false }],
  ['{"density":"huge","view":7}', { density: 'normal', view: 'list', letters: true }],
  ['not json', { density: 'normal', view: 'list', letters: true }],
  ['null', { density: 'normal', view: 'list', letters: true }],
])('reads the preferences %s', (text, want) => {
  expect(readPreferences(text)).toEqual(want);
});

it.each([
  ['5541998765432', '(41) 99876-5432'],
  ['554133445566', '(41) 3344-5566'],
  ['', ''],
])('shows the phone %s as %s', (digits, want) => {
  expect(formatPhone(digits)).toBe(want);
});
