export type Picture = HTMLCanvasElement | SVGSVGElement;

/** What a card draws; marks of a few pixels are no chart. */
export function pictureOf(card: Element): Picture | null {
  const found = [...card.querySelectorAll<Picture>("canvas, svg")].filter(
    one => !one.closest("button, .legend"),
  );
  const area = (one: Picture) => one.getBoundingClientRect().width * one.getBoundingClientRect().height;
  const [largest] = found.sort((one, other) => area(other) - area(one));
  return largest && area(largest) > 2_000 ? largest : null;
}
