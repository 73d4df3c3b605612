import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { parseAuditSearch } from '../features/audit/filters';
import { parseSearch } from '../features/contacts/filters';
import { type DefinitionTab, definitionTabs } from '../features/definitions/tabs';
import { type HistoryFilters, parseHistorySearch } from '../features/import-history/filters';
import { type ServicesTab, servicesTabs } from '../features/services/tabs';
import { type SyncTab, syncTabs } from '../features/sync/tabs';
import { type UsersTab, usersTabs } from '../features/users/tabs';
import { FORGOTTEN, hasWords, newAddress } from './address';
import { ContactsRoute } from './routes/contacts-route';
import { NotFound, RouteError } from './routes/route-states';
import { Shell } from './shell';

const root = createRootRoute({ component: Shell });
/** The list, over which the page of one contact opens: going back finds it as it was. */
const people = createRoute({
  getParentRoute: () => root,
  id: 'people',
  validateSearch: parseSearch,
  component: ContactsRoute,
});
const contacts = createRoute({ getParentRoute: () => people, path: '/' });
const contact = createRoute({ getParentRoute: () => people, path: '/contacts/$contactId' });
const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  validateSearch: (raw: Record<string, unknown>): HistoryFilters & { tab?: 'history' } => ({
    ...parseHistorySearch(raw),
    ...(raw.tab === 'history' ? { tab: 'history' } : {}),
  }),
  component: lazyRouteComponent(() => import('./routes/imports-route'), 'ImportsRoute'),
});
const newImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/new',
  validateSearch: fileOf,
  component: lazyRouteComponent(() => import('./routes/new-import-route'), 'NewImportRoute'),
});
const interactionImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/interactions',
  validateSearch: fileOf,
  component: lazyRouteComponent(() => import('./routes/interaction-import-route'), 'InteractionImportRoute'),
});
const oneImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/$jobId',
  component: lazyRouteComponent(() => import('./routes/one-import-route'), 'OneImportRoute'),
});
const sync = createRoute({
  getParentRoute: () => root,
  path: '/sync',
  validateSearch: (raw: Record<string, unknown>): { tab?: SyncTab } => {
    const tab = syncTabs.find((name) => name === raw.tab);
    return tab ? { tab } : {};
  },
  component: lazyRouteComponent(() => import('./routes/sync-route'), 'SyncRoute'),
});
const users = createRoute({
  getParentRoute: () => root,
  path: '/users',
  validateSearch: (raw: Record<string, unknown>): { tab?: UsersTab } => {
    const tab = usersTabs.find((name) => name === raw.tab);
    return tab ? { tab } : {};
  },
  component: lazyRouteComponent(() => import('./routes/users-route'), 'UsersRoute'),
});
const services = createRoute({
  getParentRoute: () => root,
  path: '/services',
  validateSearch: (raw: Record<string, unknown>): { tab?: ServicesTab } => {
    const tab = servicesTabs.find((name) => name === raw.tab);
    return tab ? { tab } : {};
  },
  component: lazyRouteComponent(() => import('./routes/services-route'), 'ServicesRoute'),
});
const definitions = createRoute({
  getParentRoute: () => root,
  path: '/definitions',
  validateSearch: (raw: Record<string, unknown>): { tab?: DefinitionTab } => {
    const tab = definitionTabs.find((name) => name === raw.tab);
    return tab ? { tab } : {};
  },
  component: lazyRouteComponent(() => import('./routes/definitions-route'), 'DefinitionsRoute'),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: parseAuditSearch,
  component: lazyRouteComponent(() => import('./routes/audit-route'), 'AuditRoute'),
});
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('./routes/account-route'), 'AccountRoute'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./routes/settings-route'), 'SettingsRoute'),
});

/** The file of an import, or that the page has been loaded anew since it was known. */
function fileOf(raw: Record<string, unknown>): { path?: string; forgotten?: true } {
  if (typeof raw.path === 'string' && raw.path !== '') return { path: raw.path };
  return raw[FORGOTTEN] === true ? { forgotten: true } : {};
}

/** Hash history: the window is served from a file-like origin, where only `/` exists. */
export function newRouter() {
  const router = createRouter({
    routeTree: root.addChildren([
      people.addChildren([contacts, contact]),
      imports,
      newImport,
      interactionImport,
      oneImport,
      sync,
      settings,
      users,
      services,
      definitions,
      audit,
      account,
    ]),
    history: createHashHistory(),
    ...newAddress(),
    defaultPreload: 'intent',
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFound,
  });
  router.subscribe('onResolved', () => {
    if (hasWords(router.history.location.search)) router.history.replace(router.state.location.publicHref);
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
