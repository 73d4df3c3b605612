/**
 * Runs `run` at once, then at most every `wait` ms while calls keep coming, and once more after the last: an import of a million
 * lines announces thousands of changes, and the list only needs the newest.
 */
export function throttle(run: () => void, wait: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const open = () => {
    timer = undefined;
    if (!again) return;
    again = false;
    call();
  };
  const call = () => {
    if (timer !== undefined) {
      again = true;
      return;
    }
    timer = setTimeout(open, wait);
    run();
  };
  return call;
}
