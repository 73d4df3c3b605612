import { newAddress } from './address';
import { newRouter } from './router';

it('keeps words about people out of the address, and finds them again', () => {
  const { parseSearch, stringifySearch } = newAddress();
  const search = {
    status: 'active',
    q: 'Ana 529.982.247-25',
    fields: [{ field: 'f1', value: 'Maria' }],
    labels: ['l1'],
  };
  const address = stringifySearch(search);
  expect(address).not.toMatch(/Ana|529|Maria/);
  expect(parseSearch(address)).toEqual(search);
  expect(stringifySearch(parseSearch(address))).toBe(address);
  expect(stringifySearch({ q: 'Bia' })).not.toBe(stringifySearch({ q: 'Caio' }));
});
it('keeps where a file lies out of the address: it may name a person', () => {
  const { parseSearch, stringifySearch } = newAddress();
  const search = { path: '/home/ana/Maria Souza.csv' };
  expect(decodeURIComponent(stringifySearch(search))).not.toMatch(/ana|Maria|csv/);
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});
it('leaves an address without words as it was', () => {
  const { parseSearch, stringifySearch } = newAddress();
  expect(stringifySearch({ status: 'active', labels: ['l1'] })).toBe('?status=active&labels=%5B%22l1%22%5D');
  expect(parseSearch('?status=active')).toEqual({ status: 'active' });
  expect(stringifySearch({ q: undefined })).toBe('');
});
it('reads a link with words', () => {
  expect(newAddress().parseSearch('?q=Ana')).toEqual({ q: 'Ana' });
});
it('knows nothing of the words of another load of the page', () => {
  vi.useFakeTimers({ now: 1 });
  const before = newAddress();
  const address = before.stringifySearch({ q: 'Ana', status: 'active' });
  vi.setSystemTime(1000);
  const after = newAddress();
  after.stringifySearch({ q: 'Bia' });
  expect(after.parseSearch(address)).toEqual({ status: 'active', forgotten: true });
  vi.useRealTimers();
});

describe('the window', () => {
  it('asks for a file again that it knew before it was loaded anew', async () => {
    window.location.hash = '#/imports/new?w=kearlier-0';
    const router = newRouter();
    await router.load();
    await vi.waitFor(() => expect(router.state.location.search).toEqual({ forgotten: true }));
    await router.navigate({ to: '/imports/new', search: { path: '/home/ana/Maria.csv' } });
    expect(router.state.location.search).toEqual({ path: '/home/ana/Maria.csv' });
    expect(window.location.hash).not.toMatch(/ana|Maria|forgotten/);
    window.location.hash = '#/?w=kearlier-0&status=active';
    const list = newRouter();
    await list.load();
    await vi.waitFor(() => expect(list.state.location.search).toMatchObject({ status: 'active' }));
  });
  const at = () => decodeURIComponent(window.location.hash);
  it('goes back to what was searched for, and takes the words of a link out of its address', async () => {
    window.location.hash = '#/?q=Ana&status=active';
    const router = newRouter();
    const search = () => router.state.location.search as { q?: string; status?: string };
    router.history.subscribe(() => void router.load()); // as the window does when it is drawn
    await router.load();
    await vi.waitFor(() => expect(at()).not.toContain('Ana'));
    expect(search()).toEqual({ q: 'Ana', status: 'active' });
    expect(at()).toContain('status=active');

    await router.navigate({ to: '/', search: { q: 'Bia Souza' }, replace: true });
    expect(search()).toEqual({ q: 'Bia Souza' });
    expect(at()).not.toContain('Bia');
    await router.navigate({ to: '/imports' });
    expect(search()).toEqual({});
    router.history.back();
    await vi.waitFor(() => expect(search()).toEqual({ q: 'Bia Souza' }));
  });
});
