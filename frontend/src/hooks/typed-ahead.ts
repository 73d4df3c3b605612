/**
 * A quick hand on a slow machine is ahead of the window: what is typed right after Ctrl+K or "new contact" is meant for a field
 * that is not on the screen yet. Left to themselves those letters are lost, or taken by the list, whose own keys are letters too: a
 * name with an "e" in it opens the contact under the cursor instead of a new one.
 */

/** Milliseconds. Whatever goes wrong, the window is not deaf for longer. */
const LONGEST = 10_000;

let typed = '';
let end: ReturnType<typeof setTimeout> | undefined;

/** Whether a key is a command and no text; AltGr, which many letters need, says that it is Ctrl and Alt. */
export const isCommand = (e: KeyboardEvent): boolean =>
  (e.ctrlKey || e.metaKey || e.altKey) && !e.getModifierState('AltGraph');

function onKeyDown(e: KeyboardEvent): void {
  if (isCommand(e)) return;
  if (e.key === 'Escape') {
    takeKeys();
    return;
  }
  // Enter is not kept: nothing is done that nobody has seen yet.
  if (e.key.length === 1) typed += e.key;
  else if (e.key === 'Backspace') typed = typed.slice(0, -1);
  e.preventDefault();
  e.stopImmediatePropagation();
}

/** Something that is typed into has been asked for: keys are kept for it until it takes them, or until Escape or the pointer. */
export function keepKeys(): void {
  takeKeys();
  document.addEventListener('keydown', onKeyDown, { capture: true });
  document.addEventListener('pointerdown', takeKeys, { capture: true });
  end = setTimeout(takeKeys, LONGEST);
}

/** What was typed since, once; from now on keys go where the focus is. */
export function takeKeys(): string {
  const text = typed;
  typed = '';
  document.removeEventListener('keydown', onKeyDown, { capture: true });
  document.removeEventListener('pointerdown', takeKeys, { capture: true });
  clearTimeout(end);
  return text;
}
