import { useEffect, useState } from 'react';

// What appears in a form moves what stands below it. While a button of the pointer is down that must not happen: it would be
// released over something else, and the click would be nobody's.

let down = false;
const waiting = new Set<() => void>();

function press() {
  down = true;
}
/** After the click, which follows in the same task. */
function release() {
  setTimeout(() => {
    down = false;
    for (const go of [...waiting]) go();
  });
}
window.addEventListener('pointerdown', press, true);
// A window that loses the focus, or a gesture that became scrolling or dragging, is never told of the release.
for (const end of ['pointerup', 'pointercancel', 'blur']) window.addEventListener(end, release, end !== 'blur');

/** The value, except that a change while a button is down is seen when it is released. */
export function useUnpressed<T>(value: T): T {
  const [seen, setSeen] = useState(value);
  const behind = seen !== value;
  if (behind && !down) setSeen(value);
  useEffect(() => {
    if (!behind) return;
    const go = () => setSeen(value);
    // Released between drawing and here.
    if (!down) go();
    waiting.add(go);
    return () => void waiting.delete(go);
  }, [behind, value]);
  return down ? seen : value;
}
