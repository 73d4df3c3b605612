import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { command, type Program } from './program';
import {
  at,
  button,
  dialog,
  type Files,
  go,
  item,
  press,
  pretend,
  type Scene,
  say,
  seen,
  type Visitor,
  type Walker,
} from './walker';
import { beginning } from './words';

// What has been imported, what is about to be and what comes back: scenes over a base in which imports have ended, been taken back
// and been changed since.

type Who = { email: string; password: string };

/** Jobs that the scenes lead to. */
export interface Seeded {
  /** Ended with lines refused, and can be taken back. */
  refused: string;
  /** Taken back, but for what somebody had changed since. */
  undone: string;
  /** The undo itself. */
  undo: string;
}

export async function prepareImports(program: Program, who: Who, files: Files): Promise<Seeded> {
  const folder = dirname(files.contacts);
  const people = ['Otávio Peçanha', 'Rita Vasconcelos', 'Sônia Brandão', 'Tarcísio Lima', 'Úrsula Mendes'];
  const first = join(folder, 'feira de março.csv');
  await writeFile(first, `contact_name;contact_city\r\n${people.map((n) => `${n};Olinda`).join('\r\n')}\r\n`);
  const ids = await imported(program, who, first);
  for (const name of ['Rita Vasconcelos', 'Úrsula Mendes']) {
    const found = (await command(program, who, 'contact', 'list', '--search', name)) as { contacts: { id: string }[] };
    await command(program, who, 'contact', 'update', found.contacts[0]?.id ?? '', '--city', 'Caruaru');
  }
  await command(program, who, 'import', 'undo', ids).catch(() => {}); // yellow: two were left as they are
  const jobs = (await command(program, who, 'jobs', 'list')) as { jobs: { id: string; kind: string }[] };
  const undo = jobs.jobs.find((j) => j.kind === 'import_undo')?.id ?? '';
  return { undone: ids, undo, refused: await imported(program, who, files.contacts) };
}

/** The job of an import on the command line, which ends in yellow when lines are refused. */
async function imported(program: Program, who: Who, file: string): Promise<string> {
  await command(program, who, 'import', file).catch(() => {});
  const history = (await command(program, who, 'import', 'history')) as { imports: { id: string }[] };
  return history.imports[0]?.id ?? '';
}

const wizard = (w: Visitor) => go(w, `/imports/new?path=${encodeURIComponent(w.files.messy)}`);
const columns = async (w: Visitor) => {
  await wizard(w);
  await seen(w.page.getByText(say(w, 'import.columnsTitle')));
};
const report = async (w: Visitor) => {
  await go(w, `/imports/new?path=${encodeURIComponent(w.files.report)}`);
  await seen(button(w, 'import.headerRow.other'));
};
const made = async (w: Visitor, column: string, way: 'split' | 'join') => {
  await columns(w);
  await button(w, 'import.made.actions', { column }).click();
  await item(w, `import.made.${way}`).click();
  await seen(dialog(w));
};
const forget = (w: Visitor) =>
  w.page.evaluate((path) => {
    const host = window as unknown as { go: { app: { Imports: { KeepBegun: (p: string, b: string) => unknown } } } };
    return host.go.app.Imports.KeepBegun(path, '');
  }, w.files.messy);
const choose = async (w: Visitor, column: string, option: string | RegExp) => {
  await w.page.getByRole('combobox', { name: say(w, 'import.fieldFor', { column }), exact: true }).click();
  await w.page.getByRole('option', { name: option }).first().click();
};
/** Past the columns: every header has somewhere to go, and the dry run has ended. */
const check = async (w: Visitor) => {
  await columns(w);
  for (const column of ['DDD', 'Fone', 'Time']) await choose(w, column, say(w, 'import.ignore'));
  await button(w, 'common.continue').click();
  await seen(w.page.getByRole('region', { name: say(w, 'import.rules.title') }));
  await w.page.waitForTimeout(1200);
};
const everyRule = async (w: Visitor) => {
  await check(w);
  const region = w.page.getByRole('region', { name: say(w, 'import.rules.title') });
  const rest = region.getByRole('button', { name: beginning(w.lang, 'import.rules.onOf') });
  for (let left = 9; left > 0 && (await rest.count()) > 0; left--) {
    await rest.first().click();
    await w.page.waitForTimeout(900);
  }
};
const corrected = async (w: Visitor) => {
  await check(w);
  const grid = w.page.getByRole('grid', { name: say(w, 'import.lines_title') });
  await grid.scrollIntoViewIfNeeded();
  const cell = grid.getByRole('row').nth(3).getByRole('gridcell').nth(6);
  await cell.click();
  await press(w, 'Enter');
  await w.page.keyboard.type('390.533.447-05');
  await press(w, 'Enter', 'ArrowDown', 'x', 'ArrowUp', 'ArrowUp');
  await w.page.waitForTimeout(1500);
};
const emit = (w: Walker, event: string, payload: object) =>
  w.page.evaluate(
    ([name, data]) => {
      const host = window as unknown as { runtime: { EventsEmit: (n: string, d: object) => void } };
      host.runtime.EventsEmit(name, data);
    },
    [event, payload] as const,
  );
const noMore = (w: Walker) => w.page.unrouteAll();

export function importScenes(program: Program, jobs: Seeded): Scene<Visitor>[] {
  const undoable = async (w: Walker) => {
    await go(w, `/imports/${jobs.refused}`);
    await button(w, 'importHistory.undo').click();
    await seen(dialog(w));
    await w.page.waitForTimeout(600);
  };
  const waiting = async (w: Visitor) => {
    const inbox = join(program.data, 'inbox');
    await mkdir(inbox, { recursive: true });
    await writeFile(join(inbox, '1.json'), JSON.stringify([w.files.contacts, w.files.messy]));
    await seen(w.page.getByRole('region', { name: say(w, 'waiting.title') }));
  };
  const emptied = async (w: Visitor) => {
    const queue = w.page.getByRole('region', { name: say(w, 'waiting.title') });
    await queue
      .getByRole('button', { name: beginning(w.lang, 'waiting.discard') })
      .first()
      .click();
    await queue.waitFor({ state: 'detached' });
  };
  return [
    { name: 'import-history', open: at('/imports?tab=history') },
    { name: 'import-history-nothing', open: at('/imports?tab=history&q=xyz') },
    { name: 'import-result', open: at(`/imports/${jobs.refused}`) },
    {
      name: 'import-result-details',
      open: async (w) => {
        await go(w, `/imports/${jobs.refused}`);
        await w.page.getByText(say(w, 'importHistory.details')).click();
        await w.page.getByText(say(w, 'importHistory.details')).scrollIntoViewIfNeeded();
      },
    },
    { name: 'import-undo', open: undoable },
    { name: 'import-undone', open: at(`/imports/${jobs.undone}`) },
    { name: 'import-undo-outcome', open: at(`/imports/${jobs.undo}`) },
    { name: 'import-columns-choose', open: columns },
    { name: 'import-header', open: report },
    {
      name: 'import-header-choose',
      open: async (w) => {
        await report(w);
        await button(w, 'import.headerRow.other').click();
        await seen(dialog(w));
      },
    },
    {
      name: 'import-sheets',
      open: async (w) => {
        await go(w, `/imports/new?path=${encodeURIComponent(w.files.book)}`);
        await button(w, 'import.chooseNameColumn').click();
        await w.page.getByRole('combobox', { name: say(w, 'import.sheet'), exact: true }).click();
      },
    },
    { name: 'import-split', open: (w) => made(w, 'Nome completo', 'split') },
    {
      name: 'import-join',
      open: async (w) => {
        await made(w, 'DDD', 'join');
        await w.page.getByRole('combobox', { name: say(w, 'import.made.add') }).click();
        await w.page.getByRole('option', { name: 'Fone' }).click();
      },
    },
    { name: 'import-rules', open: check, leave: forget },
    { name: 'import-rules-applied', open: everyRule, leave: forget },
    { name: 'import-grid', open: corrected, leave: forget },
    {
      name: 'import-leave',
      open: async (w) => {
        await corrected(w);
        await button(w, 'common.cancel').click();
        await seen(dialog(w));
      },
      leave: forget,
    },
    {
      name: 'import-resumed',
      open: async (w) => {
        await corrected(w);
        await go(w, '/imports');
        await wizard(w);
        await seen(w.page.getByText(say(w, 'import.begun.resumed')));
        await w.page.waitForTimeout(1000);
      },
      leave: forget,
    },
    {
      name: 'import-begun',
      open: async (w) => {
        await corrected(w);
        await go(w, '/imports');
        await go(w, '/imports/new');
        await seen(button(w, 'import.begun.continue'));
      },
      leave: forget,
    },
    { name: 'files-waiting', open: waiting, leave: emptied },
    {
      name: 'closing',
      open: async (w) => {
        await emit(w, 'window:closing', { jobs: 1 });
        await seen(dialog(w));
      },
    },
    {
      name: 'idle-warning',
      open: async (w) => {
        await pretend(w, 'Session/Idle', (idle) => ({ ...idle, secondsLeft: 95 }));
        await w.page.reload();
        await seen(w.page.getByText(say(w, 'admin.session.warnTitle')).first());
      },
      leave: noMore,
    },
    {
      name: 'come-back',
      open: async (w) => {
        await pretend(w, 'Session/Info', (info) => ({ ...info, signedIn: false }));
        await emit(w, 'session:ended', { reason: 'idle' });
        await seen(w.page.getByRole('heading', { name: say(w, 'admin.session.expired') }));
      },
      leave: noMore,
    },
  ];
}
