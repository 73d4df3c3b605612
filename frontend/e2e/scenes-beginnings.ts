import { type Camera, languages } from './camera';
import { speak } from './look';
import type { Program } from './program';
import { button, home, pretend, type Scene, say, seen, type Walker } from './walker';
import { word } from './words';

// A computer on which nothing has been done yet.

const doors: Scene[] = [
  { name: 'first-start', open: async () => undefined },
  {
    name: 'first-start-refused',
    open: async (w) => {
      await w.page.getByLabel(say(w, 'session.email'), { exact: true }).fill('renata');
      await w.page.getByLabel(say(w, 'session.password'), { exact: true }).fill('123');
      await button(w, 'session.create').click();
    },
  },
  { name: 'first-start-join', open: (w) => w.page.getByText(say(w, 'join.join'), { exact: true }).first().click() },
  {
    name: 'first-copy',
    open: (w) => copying(w, { state: 'syncing', done: 41_200, total: 120_000 }, true),
    leave: (w) => w.page.unrouteAll(),
  },
  {
    name: 'first-copy-offline',
    open: (w) => copying(w, { state: 'offline', done: 41_200, total: 120_000 }, false),
    leave: (w) => w.page.unrouteAll(),
  },
  {
    name: 'first-copy-revoked',
    open: (w) => copying(w, { state: 'revoked', done: 0, total: 0 }, false),
    leave: (w) => w.page.unrouteAll(),
  },
];

/** A first copy as it stands for minutes where there is much to copy. */
async function copying(w: Walker, how: { state: string; done: number; total: number }, initialised: boolean) {
  await pretend(w, 'Session/Info', (info) => ({
    ...info,
    initialised,
    joining: { organization: 'Central Sul', office: 'Recife', ...how },
  }));
  await w.page.reload();
  await seen(w.page.getByRole('heading', { name: 'Central Sul' }));
}

const empty: Scene[] = [
  { name: 'welcome', open: async () => undefined },
  {
    name: 'welcome-tour',
    open: async (w) => {
      await button(w, 'welcome.tour').click();
      await seen(button(w, 'tour.next'));
    },
  },
  { name: 'welcome-imports', open: (w) => w.page.getByRole('link', { name: say(w, 'nav.imports') }).click() },
  {
    name: 'welcome-history',
    open: (w) => w.page.goto(`${w.page.url().split('#')[0]}#/imports?tab=history`),
  },
  { name: 'welcome-labels', open: (w) => w.page.goto(`${w.page.url().split('#')[0]}#/definitions?tab=labels`) },
  { name: 'welcome-fields', open: (w) => w.page.goto(`${w.page.url().split('#')[0]}#/definitions?tab=fields`) },
  { name: 'welcome-services', open: (w) => w.page.goto(`${w.page.url().split('#')[0]}#/services`) },
  { name: 'welcome-tabulations', open: (w) => w.page.goto(`${w.page.url().split('#')[0]}#/services?tab=tabulations`) },
];

export async function photographBeginnings(camera: Camera, program: Program, who: { email: string; password: string }) {
  const { page } = camera;
  await page.goto(program.url);
  for (const lang of languages) {
    await speak(page, lang);
    await camera.visit(doors, { page, lang }, async () => {
      await page.reload();
      await page.getByLabel(word(lang, 'session.email'), { exact: true }).waitFor();
    });
  }
  await page.reload();
  await page.getByLabel(word('en', 'session.name'), { exact: true }).fill('Renata Moraes');
  await page.getByLabel(word('en', 'session.email'), { exact: true }).fill(who.email);
  await page.getByLabel(word('en', 'session.password'), { exact: true }).fill(who.password);
  await page.getByLabel(word('en', 'session.passwordAgain')).fill(who.password);
  await page.keyboard.press('Enter');
  await page.locator('#main').waitFor();
  for (const lang of languages) {
    await home(page, program.url);
    await speak(page, lang);
    await camera.visit(empty, { page, lang }, () => home(page, program.url));
  }
}
