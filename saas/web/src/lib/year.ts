/** The year that it is in a time zone: at the turn of the year it is not everywhere the same. */
export function yearIn(timeZone: string, now: Date = new Date()): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric" }).formatToParts(now);
  return Number(parts.find(part => part.type === "year")?.value);
}
/** The years to choose from, the newest first; one that the address names is among them, wherever it lies. */
export function yearsBack(latest: number, count: number, chosen: number): number[] {
  const years = Array.from({ length: count }, (_, back) => latest - back);
  return [...new Set([...years, chosen])].sort((a, b) => b - a);
}
