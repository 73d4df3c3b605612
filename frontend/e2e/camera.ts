import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Lang, type Theme, violations } from './look';
import type { Scene, Walker } from './walker';
import { roots } from './words';

const sizes = [
  { name: '1280', width: 1280, height: 800 },
  { name: '1024', width: 1024, height: 640 },
  { name: 'zoom', width: 512, height: 384 },
] as const;
const known: Lang[] = ['pt-BR', 'en'];
/** Both, or the one in SPEAK. */
export const languages = known.filter((lang) => (process.env.SPEAK ?? lang) === lang);
const themes: Theme[] = ['light', 'dark'];

/** Takes the pictures of one page, and writes down what it finds wrong with them. */
export class Camera {
  constructor(
    readonly page: Page,
    private readonly folder: string,
    private readonly only: RegExp,
    private readonly findings: string[],
  ) {
    page.on('pageerror', (error) => findings.push(`error in the page: ${error.message}`));
  }

  wants(name: string): boolean {
    return this.only.test(name);
  }

  async picture(lang: Lang, name: string): Promise<void> {
    if (!this.wants(name)) return;
    for (const size of sizes) {
      await this.resize(size);
      for (const fault of await this.page.evaluate(faults, roots))
        this.findings.push(`${name} ${lang} ${size.name}: ${fault}`);
      for (const theme of themes) {
        await this.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await this.page.waitForTimeout(60);
        // The contrast is the same at every size, what is there is the same in every theme.
        if (size.name === '1280' || (size.name === 'zoom' && theme === 'light'))
          for (const fault of await violations(this.page))
            this.findings.push(`${name} ${lang} ${size.name} ${theme}: ${fault}`);
        await this.page.screenshot({ path: join(this.folder, `${name}-${lang}-${theme}-${size.name}.png`) });
      }
    }
    await this.resize(sizes[0]);
    await this.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  }

  /** Walks to each scene from `home` and takes its picture. One that cannot be reached is a finding. */
  async visit<W extends Walker>(scenes: Scene<W>[], walker: W, home: () => Promise<void>): Promise<void> {
    for (const scene of scenes.filter((s) => this.wants(s.name))) {
      try {
        await home();
        await scene.open(walker);
        await this.page.waitForTimeout(500);
        await this.picture(walker.lang, scene.name);
        await scene.leave?.(walker);
      } catch (error) {
        this.findings.push(`${scene.name} ${walker.lang}: not reached: ${String(error).split('\n')[0]}`);
        await this.page.screenshot({ path: join(this.folder, `lost-${scene.name}-${walker.lang}.png`) });
      }
    }
  }

  private async resize(size: (typeof sizes)[number]): Promise<void> {
    await this.page.setViewportSize({ width: size.width, height: size.height });
    await this.page.waitForTimeout(200);
  }
}

/** In the page: what is wrong with what is on the screen. */
function faults(roots: string[]): string[] {
  const found: string[] = [];
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over > 0) found.push(`${over} px wider than the window`);
  for (const e of document.querySelectorAll<HTMLElement>('body *')) {
    const own = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim());
    const text = e.textContent?.trim() ?? '';
    if ((!own && e.tagName !== 'BUTTON') || text === '' || !e.checkVisibility()) continue;
    if (/^[a-zA-Z]+(\.[a-zA-Z_]+)+$/.test(text) && roots.includes(text.split('.')[0] ?? ''))
      found.push(`a key: ${text}`);
    if (text.includes('{{') || text.includes('NaN') || text.includes('undefined'))
      found.push(`not filled in: ${text.slice(0, 60)}`);
    const style = getComputedStyle(e);
    const cut = e.scrollWidth > e.clientWidth + 1 && style.overflowX === 'hidden' && e.clientWidth > 1;
    if (cut && style.textOverflow !== 'ellipsis' && !e.closest('.hidden-text'))
      found.push(`cut off: ${text.slice(0, 60)}`);
    if (e.closest('.hidden-text, .skip') || style.clipPath !== 'none') continue;
    // Beside the window, or beside a bar that does not scroll: nobody can get there.
    const box = e.getBoundingClientRect();
    const bar = e.closest('.chrome, [class*="Modal-content"]')?.getBoundingClientRect();
    const right = Math.min(window.innerWidth, bar?.right ?? window.innerWidth);
    if (box.width > 1 && bar && (box.right > right + 1 || box.left < bar.left - 1) && !scrolls(e))
      found.push(`out of sight: ${text.slice(0, 60)}`);
  }
  return [...new Set(found)];

  function scrolls(from: HTMLElement): boolean {
    for (let e = from.parentElement; e; e = e.parentElement)
      if (/auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth) return true;
    return false;
  }
}
