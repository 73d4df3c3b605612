import type { BatchAction } from '../bridge/batches';
import type { Segment } from '../bridge/segments';
import type { ContactQuery, Job, JobResult, Selection } from '../bridge/types';
import { formatter } from '../i18n/format';
import { labels } from './fake-people';
import { refuse } from './refuse';

const { compare } = formatter('pt-BR');

/** The made-up segments: one is there from the beginning. */
export function fakeSegments(changed: () => void) {
  let serial = 1;
  let all: Segment[] = [
    {
      id: 's1',
      name: 'Ativos sem responsável',
      author: 'Paulo Prado',
      changedAt: '2026-11-20T12:00:00Z',
      query: {
        search: '',
        status: 'active',
        owner: 'none',
        owners: [],
        portfolioTypes: [],
        labels: [],
        fields: [],
        createdFrom: '',
        createdTo: '',
        channel: '',
        sort: 'created',
        desc: true,
      },
    },
  ];
  return {
    List: () => all,
    Save: (id: string, name: string, query: ContactQuery) => {
      if (all.some((s) => s.id !== id && s.name === name)) throw refuse('conflict', 'the name is taken', 'name');
      const saved: Segment = {
        id: id || `s${++serial}`,
        name,
        query: { ...query, search: '' },
        author: 'Renata Moraes',
        changedAt: new Date().toISOString(),
      };
      all = [...all.filter((s) => s.id !== saved.id), saved].sort((a, b) => compare(a.name, b.name));
      changed();
      return saved;
    },
    Delete: (id: string) => {
      all = all.filter((s) => s.id !== id);
      changed();
    },
  };
}

/** What a made-up batch is started with, and what comes of it: one in a hundred is refused. */
export function fakeBatch(action: BatchAction, label: string, selection: Selection, total: number) {
  const lines = selection.kind === 'some' ? selection.ids.length : total - selection.except.length;
  const rejected = Math.floor(lines / 100);
  const title = labels.find((l) => l.id === label)?.name ?? '';
  const result: Partial<JobResult> = { lines, updated: lines - rejected, unchanged: 0, rejected, created: 0 };
  return { job: { kind: 'batch', action, title } satisfies Partial<Job>, result };
}
