import type { Locator, Page } from 'playwright-core';
import type { Lang } from './look';
import { beginning, word } from './words';

/** Somebody who walks through the window in one language. */
export interface Walker {
  page: Page;
  lang: Lang;
}

/** One with something to import. */
export interface Visitor extends Walker {
  files: Files;
}

/** Files to be chosen: contacts and interactions with some wrong lines, contacts of other programs, and a picture. */
export interface Files {
  contacts: string;
  messy: string;
  interactions: string;
  /** Its header is below a title. */
  report: string;
  /** Two sheets, the contacts in the second. */
  book: string;
  avatar: string;
}

export interface Scene<W extends Walker = Walker> {
  name: string;
  /** From where the walk begins, with nothing over it. */
  open: (w: W) => Promise<unknown>;
  /** Takes back what would still be there in the next scene. */
  leave?: (w: W) => Promise<unknown>;
}

export const say = (w: Walker, key: string, values?: Record<string, string>) => word(w.lang, key, values);
export const button = (w: Walker, key: string, values?: Record<string, string>) =>
  w.page
    .getByRole('button', { name: say(w, key, values), exact: true })
    .filter({ visible: true })
    .first();
export const begins = (w: Walker, key: string) =>
  w.page
    .getByRole('button', { name: beginning(w.lang, key) })
    .filter({ visible: true })
    .first();
export const item = (w: Walker, key: string) => w.page.getByRole('menuitem', { name: say(w, key), exact: true });
export const field = (w: Walker, key: string) => w.page.getByLabel(say(w, key), { exact: true }).first();
export const tab = (w: Walker, key: string) => w.page.getByRole('tab', { name: new RegExp(`^${say(w, key)}`) });
export const dialog = (w: Walker) => w.page.getByRole('dialog').first();
export const grid = (w: Walker) => w.page.getByRole('grid').first();
export const go = async (w: Walker, to: string) => {
  await w.page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#${to}`);
  await w.page.waitForTimeout(400);
};
export const press = async (w: Walker, ...keys: string[]) => {
  for (const key of keys) await w.page.keyboard.press(key);
};
export const seen = (at: Locator) => at.waitFor();

export const at = (to: string) => (w: Walker) => go(w, to);
export const chosen = async (w: Walker, to: string, file: string) => {
  await go(w, to);
  await w.page.locator('input[type=file]').first().setInputFiles(file);
};

/** At the sign-in, in whatever language it stands. */
export async function signIn(page: Page, who: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail', { exact: true }).fill(who.email);
  await page.getByLabel(/^(Senha|Password)$/).fill(who.password);
  await page.keyboard.press('Enter');
  await page.getByRole('main').and(page.locator('#main')).waitFor();
}

/** The list of contacts, with nothing left of the scene before. */
export async function home(page: Page, url: string): Promise<void> {
  await page.evaluate(() => {
    const language = localStorage.getItem('carteira.language');
    localStorage.clear();
    if (language) localStorage.setItem('carteira.language', language);
  });
  await page.goto('about:blank');
  await page.goto(`${url.split('?')[0]?.split('#')[0]}#/`);
  await page.locator('#main').waitFor();
  await page.waitForTimeout(400);
}

/** What the program would answer at another time of the day. */
export const pretend = (w: Walker, call: string, change: (result: Record<string, unknown>) => object) =>
  w.page.route(`**/rpc/${call}`, async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as { result: Record<string, unknown> };
    await route.fulfill({ response, json: { result: change(answer.result) } });
  });

/** The dialogs of the second user in the list. */
export const userDialogs = (prefix: string): Scene[] =>
  (['admin.edit', 'admin.users.reset', 'admin.users.deactivate'] as const).map((key) => ({
    name: `${prefix}users-${key.split('.').at(-1)}`,
    open: async (w: Walker) => {
      await go(w, '/users');
      await w.page
        .getByRole('button', { name: beginning(w.lang, 'admin.more') })
        .nth(1)
        .click();
      await item(w, key).click();
      await seen(dialog(w));
    },
  }));
