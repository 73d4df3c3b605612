import { installFake, refuse } from '../testing/fake-bridge';
import { contacts, jobs, lookups, session } from './call';
import type { ContactQuery } from './types';

const query = { search: 'nobody has this name' } as ContactQuery;

it('turns nil slices into empty lists', async () => {
  installFake({ override: { Lookups: { Labels: () => null }, Jobs: { List: () => null } } });
  const q = {
    ...query,
    owners: [],
    portfolioTypes: [],
    labels: [],
    fields: [],
    status: 'all',
  } as unknown as ContactQuery;
  expect((await contacts.page(q, 0, 10)).rows).toEqual([]);
  expect(await lookups.labels()).toEqual([]);
  expect(await lookups.services()).toEqual([]);
  expect(await jobs.list()).toEqual([]);
  expect(await jobs.report('j1', 10)).toEqual([]);
});

it('fills in the lists inside a contact and a job', async () => {
  installFake({
    override: {
      Contacts: {
        Get: () => ({ id: 'c1', labels: null, phones: null, customFields: null, notes: null, changes: null }),
      },
      Jobs: {
        Get: () => ({ id: 'j1', result: { reasons: null, samples: [{ line: 2, cells: null, problems: null }] } }),
      },
    },
  });
  expect(await contacts.get('c1')).toMatchObject({
    labels: [],
    phones: [],
    customFields: [],
    notes: [],
    changes: [],
    portfolio: null,
  });
  expect((await jobs.get('j1')).result).toMatchObject({ reasons: [], samples: [{ line: 2, cells: [], problems: [] }] });
});

it('rejects with the code of Go', async () => {
  installFake({
    override: {
      Session: {
        Info: () => {
          throw refuse('signed_out', 'ended', '');
        },
      },
    },
  });
  await expect(session.info()).rejects.toMatchObject({ name: 'BridgeError', code: 'signed_out' });
});

it('rejects, rather than throws, when the bindings are missing', async () => {
  Reflect.deleteProperty(window, 'go');
  await expect(session.info()).rejects.toMatchObject({ code: 'unexpected' });
});
