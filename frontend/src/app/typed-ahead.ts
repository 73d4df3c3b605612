/**
 * What is typed after Ctrl+K is meant for the palette, also in the moment before it is on the screen, and when a dialog that is
 * just closing gives the focus back behind it. A quick hand on a slow machine is far ahead of the window, and the list's own keys
 * are letters too: they would edit whoever is under the cursor.
 */

/** The id of the palette's text field. */
export const SEARCH_FIELD = 'palette-search';

let typed = '';

function onKeyDown(e: KeyboardEvent): void {
  const withModifier = (e.ctrlKey || e.metaKey || e.altKey) && !e.getModifierState('AltGraph');
  if (e.isComposing || withModifier) return;
  const search = document.getElementById(SEARCH_FIELD);
  if (search) {
    // Its own way takes the letter to where the focus is after this. A space could press a button instead.
    const within = e.target instanceof Node && search.closest('[role="dialog"]')?.contains(e.target);
    if (!within && e.key.length === 1 && e.key !== ' ') search.focus();
    return;
  }
  if (e.key === 'Escape') {
    leaveToOthers();
    return;
  }
  // Enter is not kept: nothing is done that nobody has seen yet.
  if (e.key.length === 1) typed += e.key;
  else if (e.key === 'Backspace') typed = typed.slice(0, -1);
  e.preventDefault();
  e.stopImmediatePropagation();
}

/** From now on keys are the palette's. */
export function keepForPalette(): void {
  document.addEventListener('keydown', onKeyDown, { capture: true });
}

/** Keys are everybody's again, and what nobody took is gone. */
export function leaveToOthers(): void {
  document.removeEventListener('keydown', onKeyDown, { capture: true });
  typed = '';
}

/** What was typed before there was a field for it; once. */
export function typedAhead(): string {
  const text = typed;
  typed = '';
  return text;
}
