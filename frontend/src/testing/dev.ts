import type { SyncState } from '../bridge/types';
import { installFake } from './fake-bridge';

// Loaded by the dev server only (vite/dev-fake.ts), and only where no real backend has put its bindings first.
const params = new URLSearchParams(location.search);
if (!('go' in window)) {
  const fake = installFake({
    contacts: Number(params.get('fake') ?? 1_000_000),
    initialised: params.get('first') === null,
    signedIn: params.get('first') === null && params.get('out') === null,
    delay: Number(params.get('delay') ?? 6),
    sync: (params.get('sync') ?? 'never') as SyncState,
    jobTime: Number(params.get('job') ?? 6000),
  });
  Object.assign(window, { fake });
}
