/** Months of a park's calendar: `YYYY-MM`. */

const DAY_MS = 86_400_000;

/** How far a zone's wall clock is ahead of UTC at a moment [ms]. */
function offset(ms: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(ms);
  const of = (type: string) => Number(parts.find(part => part.type === type)?.value ?? 0);
  const wall = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return wall - Math.floor(ms / 1000) * 1000;
}

/** The month that a moment is in. */
export function monthOf(ms: number, timeZone: string): string {
  return new Date(ms + offset(ms, timeZone)).toISOString().slice(0, 7);
}

/** A month some months later, or earlier. */
export function shifted(month: string, by: number): string {
  const [year = 1970, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** The span [ms, ms) of a month. */
export function monthSpan(month: string, timeZone: string): { from: number; to: number } {
  return { from: begin(month, timeZone), to: begin(shifted(month, 1), timeZone) };
}

function begin(month: string, timeZone: string): number {
  const wall = Date.parse(`${month}-01T00:00:00Z`);
  // Twice: the clocks may change between the first guess and the true beginning.
  const guess = wall - offset(wall, timeZone);
  return wall - offset(guess, timeZone);
}

/** The days of a month, `YYYY-MM-DD`. */
export function daysOf(month: string): string[] {
  const start = Date.parse(`${month}-01T00:00:00Z`);
  const end = Date.parse(`${shifted(month, 1)}-01T00:00:00Z`);
  return Array.from({ length: Math.round((end - start) / DAY_MS) }, (_, i) =>
    new Date(start + i * DAY_MS).toISOString().slice(0, 10),
  );
}

export const isMonth = (text: string | null): text is string => /^20\d\d-(0[1-9]|1[0-2])$/.test(text ?? "");
