// On the desktop what is dropped reaches the page twice: as an event without a path, and as a waiting file with one. The
// screen on which it was dropped says here that the next file is its own.

let wanted: { at: number; take: (path: string) => void } | null = null;
/** Milliseconds between the two. */
const patience = 5000;

export function wantDropped(take: (path: string) => void): void {
  wanted = { at: Date.now(), take };
}

/** Who wants the file that has just come, if anybody does. */
export function whoWantsDropped(): ((path: string) => void) | null {
  const take = wanted && Date.now() - wanted.at < patience ? wanted.take : null;
  wanted = null;
  return take;
}
