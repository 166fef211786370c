/** The year that it is in a time zone: at the turn of the year it is not everywhere the same. */
export function yearIn(timeZone: string, now: Date = new Date()): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric" }).formatToParts(now);
  return Number(parts.find(part => part.type === "year")?.value);
}
