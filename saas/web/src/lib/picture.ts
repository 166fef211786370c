export type Picture = HTMLCanvasElement | SVGSVGElement | HTMLElement;

/** What a card draws: the part that says so, or its largest drawing; marks of a few pixels are no chart. */
export function pictureOf(card: Element): Picture | null {
  const said = card.querySelector<HTMLElement>("[data-picture]");
  if (said) return said;
  const found = [...card.querySelectorAll<HTMLCanvasElement | SVGSVGElement>("canvas, svg")].filter(
    one => !one.closest("button, .legend"),
  );
  const area = (one: Element) => one.getBoundingClientRect().width * one.getBoundingClientRect().height;
  const [largest] = found.sort((one, other) => area(other) - area(one));
  return largest && area(largest) > 2_000 ? largest : null;
}

/** What the colours of a picture are, where that stands beside it. */
export function legendOf(card: Element, picture: Element): HTMLElement | null {
  const found = card.querySelector<HTMLElement>("ul.legend, ul.linechart-legend");
  return found && !picture.contains(found) ? found : null;
}

/** The sentence that says what it shows, and in which unit. */
export const summaryOf = (card: Element): HTMLElement | null =>
  card.querySelector<HTMLElement>(".card-summary");
