import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
export type Lang = 'pt-BR' | 'en';
export type Theme = 'light' | 'dark';
const themes: Theme[] = ['light', 'dark'];

/** The theme as the person's own switch leaves it, without leaving the screen. */
async function wear(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.waitForFunction((want) => document.documentElement.dataset.mantineColorScheme === want, theme);
}

/** What axe holds against the screen as it stands. */
export async function violations(page: Page): Promise<string[]> {
  // Put in through the protocol, not a script tag, which the page's own policy would refuse.
  await page.evaluate(await axeSource());
  return page.evaluate(async () => {
    const { axe: run } = window as unknown as { axe: typeof import('axe-core') };
    const result = await run.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return result.violations.map(
      (v) =>
        `${v.id} (${v.impact}): ${v.nodes.map((n) => `${n.target.join(' ')} ${n.html.slice(0, 200)}`).join(' | ')}`,
    );
  });
}

let source: string | undefined;
async function axeSource(): Promise<string> {
  source ??= await readFile(axePath, 'utf8');
  return source;
}

async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** The smallest window, and that of a small screen at twice the zoom (WCAG 1.4.10). */
const low = [
  { width: 1024, height: 640 },
  { width: 640, height: 400 },
];

/** Buttons that end a dialog, its title too, which cannot be seen without scrolling: here and in lower windows. */
async function outOfReach(page: Page): Promise<string[]> {
  const opened = page.locator('.dlg');
  const usual = page.viewportSize();
  if (!usual || (await opened.count()) === 0) return [];
  const found: string[] = [];
  for (const size of [usual, ...low]) {
    await page.setViewportSize(size);
    const lost = await opened.last().evaluate((dialog) => {
      // A list of choices lies over what is around it until one is taken.
      const choosing = [...dialog.querySelectorAll('[role=listbox]')].some((list) => list.checkVisibility());
      const lost: string[] = [];
      for (const e of dialog.querySelectorAll('.dlg-buttons button, header button, header h2')) {
        const what = e.textContent || e.getAttribute('aria-label') || e.tagName;
        const box = e.getBoundingClientRect();
        if (box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth) lost.push(what);
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        // What has just been done is said for some seconds.
        const passing = choosing || top?.closest('.mantine-Notifications-root');
        if (!passing && !e.contains(top) && !top?.contains(e)) lost.push(`${what}, under ${top?.className}`);
      }
      return lost;
    });
    found.push(...lost.map((what) => `out of reach at ${size.width}x${size.height}: ${what}`));
  }
  await page.setViewportSize(usual);
  return found;
}

/** One screen in one language, in both themes: axe must hold nothing against it, and it is photographed. */
export async function lookAt(page: Page, lang: Lang, name: string): Promise<void> {
  for (const theme of themes) {
    await wear(page, theme);
    await page.waitForTimeout(150);
    expect(await violations(page), `${name} ${lang} ${theme}`).toEqual([]);
    if (theme === 'light') expect(await outOfReach(page), `${name} ${lang}`).toEqual([]);
    await shot(page, `${name}-${lang}-${theme}`);
  }
}

/** One screen as it stands, in both languages, with both themes each; it is left in Portuguese. */
export async function everyLook(page: Page, name: string): Promise<void> {
  await lookAt(page, 'pt-BR', name);
  await speak(page, 'en');
  await lookAt(page, 'en', name);
  await speak(page, 'pt-BR');
}

/** The window in this language by the person's own switch, at the door or inside. */
export async function speak(page: Page, lang: Lang): Promise<void> {
  await page
    .getByRole('radiogroup', { name: /^(Idioma|Language)$/ })
    .getByText(lang === 'en' ? 'EN' : 'PT', { exact: true })
    .click();
  await page.waitForFunction((want) => document.documentElement.lang === want, lang);
}
