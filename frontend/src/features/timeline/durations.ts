/** Seconds of "3:05", "1:02:07" or "185"; null for anything else. */
export function seconds(text: string): number | null {
  const parts = text.trim().split(':');
  if (parts.length > 3 || parts.some((p) => !/^\d{1,6}$/.test(p))) return null;
  if (parts.slice(1).some((p) => Number(p) > 59)) return null;
  return parts.reduce((sum, p) => sum * 60 + Number(p), 0);
}

/** RFC 3339 of what a date picker holds ("2026-11-27 10:30:00", local time); "" of nothing. */
export function instant(local: string | null): string {
  if (!local) return '';
  const d = new Date(local.replace(' ', 'T'));
  return Number.isNaN(d.getTime()) ? '' : d.toISOString();
}

/** The inverse: what a date picker shows for an instant. */
export function pickerValue(iso: string): string | null {
  const d = new Date(iso);
  if (iso === '' || Number.isNaN(d.getTime())) return null;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:00`;
}
