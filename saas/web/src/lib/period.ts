// The year or month that was chosen on one page is that of the next one: the address holds it (`period`, `month` or
// `year`), and links between pages take it along.

type Kind = "period" | "month" | "year";

/** Which pages of a park have one, and of what kind. */
const KINDS: Readonly<Record<string, Kind>> = {
  inventory: "period",
  flows: "period",
  places: "period",
  "site-plan": "period",
  costs: "month",
  figures: "year",
  benchmark: "year",
  budgets: "year",
  "zero-carbon": "year",
};

const kindOf = (pathname: string): Kind | undefined => KINDS[pathname.split("/")[3] ?? ""];

/** What was chosen there: a year `YYYY` or a month `YYYY-MM`; none where nothing was. */
export function chosenPeriod({ pathname, search }: { pathname: string; search: string }): string | null {
  const kind = kindOf(pathname);
  const chosen = kind && new URLSearchParams(search).get(kind);
  return chosen && /^\d{4}(-\d\d)?$/.test(chosen) ? chosen : null;
}

/** An address with the period that was chosen here, where it has one of that kind and says none of its own. */
export function withPeriod(to: string, here: { pathname: string; search: string }): string {
  const [path = "", query = ""] = to.split("?");
  const kind = kindOf(path);
  const chosen = chosenPeriod(here);
  const asked = new URLSearchParams(query);
  if (!kind || !chosen || asked.has(kind) || (kind === "month" && chosen.length === 4)) return to;
  asked.set(kind, kind === "year" ? chosen.slice(0, 4) : chosen);
  return `${path}?${asked}`;
}
