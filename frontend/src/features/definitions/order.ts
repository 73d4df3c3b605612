/** The rows with one of them at another place. */
export function moved<Row extends { id: string }>(rows: Row[], { id, to }: { id: string; to: number }): Row[] {
  const row = rows.find((r) => r.id === id);
  if (!row) return rows;
  const others = rows.filter((r) => r.id !== id);
  return [...others.slice(0, to), row, ...others.slice(to)];
}

/**
 * The place among all rows that puts a row at `to` among those in use: archived ones are listed apart, and keep their places
 * between the others.
 */
export function placeAmongAll(rows: { id: string; archived: boolean }[], id: string, to: number): number {
  const others = rows.filter((r) => r.id !== id);
  const next = others.filter((r) => !r.archived)[to];
  return next ? others.indexOf(next) : others.length;
}

/** Where a row dragged to `y` belongs: before the first one whose middle is below. `middles` leaves the dragged one out. */
export function dropPlace(middles: number[], y: number): number {
  const at = middles.findIndex((middle) => y < middle);
  return at < 0 ? middles.length : at;
}
