import * as Segments from '../../wailsjs/go/app/Segments';
import type { app } from '../../wailsjs/go/models';
import { ask } from './call';
import { list } from './lists';
import type { ContactQuery } from './types';

/** A saved filter and order of the contact list, shared in the organization (D2.2). Its query has no search. */
export interface Segment {
  id: string;
  name: string;
  query: ContactQuery;
  /** Name of who wrote it last. */
  author: string;
  changedAt: string;
}

const shape = (raw: app.Segment): Segment => ({
  id: raw.id,
  name: raw.name,
  author: raw.author,
  changedAt: raw.changedAt,
  query: {
    ...(raw.query as unknown as ContactQuery),
    owners: list(raw.query.owners),
    portfolioTypes: list(raw.query.portfolioTypes),
    labels: list(raw.query.labels),
    fields: list(raw.query.fields),
  },
});

export const segments = {
  list: (): Promise<Segment[]> => ask(Segments.List, (all) => list(all).map(shape)),
  /** Creates a segment when id is "". The search of the query is not kept. */
  save: (id: string, name: string, query: ContactQuery): Promise<Segment> =>
    ask(() => Segments.Save(id, name, query as unknown as app.ContactQuery), shape),
  remove: (id: string): Promise<void> =>
    ask(
      () => Segments.Delete(id),
      () => undefined,
    ),
};
