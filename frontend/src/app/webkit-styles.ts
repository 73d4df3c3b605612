const EVERY = 20_000;
/** ms without a key, a click or a turn of the wheel, waited for as long again: computing all styles takes about as long as three frames. */
const PAUSE = 1_000;
const busy = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'scroll'] as const;

/**
 * WebKit keeps the computed style of an element for others with the same rules and the same variables around them, and knows variables by
 * where they are in memory. Each component that is drawn declares some of its own, so that what is kept for its children serves nobody and
 * grows by 20 MB a minute of use. It lets go of all of it when the line height of the root changes, which shows nowhere: body has one.
 */
export function forgetStyles(engine: string = navigator.userAgent): void {
  if (!engine.includes('AppleWebKit') || engine.includes('Chrome')) return;
  let last = 0;
  const used = () => {
    last = performance.now();
  };
  for (const kind of busy) window.addEventListener(kind, used, { capture: true, passive: true });
  const root = document.documentElement;
  let since = performance.now();
  const forget = () => {
    const now = performance.now();
    if (now - last < PAUSE && now - since < 2 * EVERY) {
      setTimeout(forget, PAUSE);
      return;
    }
    root.style.lineHeight = root.style.lineHeight === '1' ? '2' : '1';
    since = now;
    setTimeout(forget, EVERY);
  };
  setTimeout(forget, EVERY);
}
