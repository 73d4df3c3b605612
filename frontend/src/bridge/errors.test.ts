import { BridgeError, toBridgeError } from './errors';

describe('toBridgeError', () => {
  it.each([
    [
      'a JSON string',
      '{"code":"cpf_invalid","message":"CPF inválido","field":"cpf"}',
      'cpf_invalid',
      'CPF inválido',
      'cpf',
    ],
    ['without field', '{"code":"forbidden","message":"no"}', 'forbidden', 'no', ''],
    ['inside an Error', new Error('{"code":"not_found","message":"gone","field":""}'), 'not_found', 'gone', ''],
    ['plain words', 'connection lost', 'unexpected', 'connection lost', ''],
    ['JSON of another kind', '{"status":500}', 'unexpected', '{"status":500}', ''],
    ['an object', { status: 500 }, 'unexpected', '{"status":500}', ''],
    ['nothing', undefined, 'unexpected', '', ''],
  ])('%s', (_name, reason, code, message, field) => {
    expect(toBridgeError(reason)).toMatchObject({ code, message, field });
  });
  it('keeps one that is already parsed', () => {
    const error = new BridgeError('x', 'y', 'z');
    expect(toBridgeError(error)).toBe(error);
  });
});
