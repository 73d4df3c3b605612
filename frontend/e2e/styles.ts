import type { Page } from 'playwright-core';

// After every style sheet that comes or changes WebKit makes all its fonts anew, and what the old ones held is not given back: a day
// of dialogs would fill the memory of the desktop window.

/** Notes style elements that come or change from now on. */
export async function watchStyles(page: Page): Promise<void> {
  await page.evaluate(() => {
    const later: string[] = [];
    Object.assign(window, { laterStyles: later });
    const note = (node: Node) => {
      if (node instanceof Element)
        for (const style of [node, ...node.querySelectorAll('style')])
          if (style instanceof HTMLStyleElement) later.push(style.outerHTML.slice(0, 200));
    };
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        if (target instanceof HTMLStyleElement) note(target);
        for (const node of addedNodes) note(node);
      }
    }).observe(document, { childList: true, subtree: true });
  });
}

/** Those noted, each with its beginning. */
export const laterStyles = (page: Page): Promise<string[]> =>
  page.evaluate(() => Reflect.get(window, 'laterStyles') as string[]);
