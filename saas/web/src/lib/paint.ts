import { pattern } from "./pattern.ts";

// A drawing of elements, as they stand on the page, with the pen of a canvas: charts made of bars and words have no
// picture of their own, and an SVG that holds elements spoils a canvas in some browsers.

type Pen = CanvasRenderingContext2D;

/** An image for what the pen cannot draw by itself. */
type Draw = (svg: SVGSVGElement, width: number, height: number) => Promise<HTMLImageElement>;

const HATCHED = /^repeating-linear-gradient\(.*?((?:rgb|rgba|color|oklch|oklab)\([^)]*\))/;
const SIDES = ["Top", "Right", "Bottom", "Left"] as const;

/** A part of a text on one line, and where it stands. */
export interface Piece {
  text: string;
  left: number;
  right: number;
  top: number;
}

/** The lines of a text, by where each of its characters stands; spaces that the page does not show are left out. */
export function piecesOf(characters: readonly Piece[]): Piece[] {
  const pieces: Piece[] = [];
  for (const one of characters) {
    const last = pieces.at(-1);
    if (last && Math.abs(last.top - one.top) < 1) {
      last.text += one.text;
      last.right = one.right;
    } else pieces.push({ ...one });
  }
  return pieces.filter(piece => piece.text.trim() !== "");
}

/** Draw an element with all that it holds, its own corner at the origin of the pen. */
export async function paint(pen: Pen, root: Element, draw: Draw): Promise<void> {
  const { scrollLeft, scrollTop } = root;
  // The picture is of the whole of it, from its beginning on.
  root.scrollTo({ left: 0, top: 0, behavior: "instant" });
  const origin = root.getBoundingClientRect();
  pen.save();
  pen.translate(-origin.left, -origin.top);
  try {
    await element(pen, root, draw);
  } finally {
    root.scrollTo({ left: scrollLeft, top: scrollTop, behavior: "instant" });
  }
  pen.restore();
}

async function element(pen: Pen, one: Element, draw: Draw): Promise<void> {
  const style = getComputedStyle(one);
  if (style.display === "none" || style.visibility === "hidden" || one.classList.contains("sr-only")) return;
  const box = one.getBoundingClientRect();
  pen.save();
  pen.globalAlpha *= Number(style.opacity);
  if (one instanceof SVGSVGElement) {
    if (box.width > 0 && box.height > 0)
      pen.drawImage(await draw(one, box.width, box.height), box.left, box.top, box.width, box.height);
  } else if (one instanceof HTMLCanvasElement || one instanceof HTMLImageElement) {
    if (box.width > 0) pen.drawImage(one, box.left, box.top, box.width, box.height);
  } else {
    ground(pen, box, style);
    border(pen, box, style);
    if (style.overflowX === "hidden" || style.overflowX === "clip") clip(pen, box, style);
    for (const child of one.childNodes) {
      if (child instanceof Text) words(pen, child, style);
      else if (child instanceof Element) await element(pen, child, draw);
    }
  }
  pen.restore();
}

/** The outline of a box with its round corners. */
function outline(pen: Pen, box: DOMRect, style: CSSStyleDeclaration): void {
  const least = Math.min(box.width, box.height);
  const corners = [
    style.borderTopLeftRadius,
    style.borderTopRightRadius,
    style.borderBottomRightRadius,
    style.borderBottomLeftRadius,
  ];
  const radii = corners.map(corner => {
    const size = Number.parseFloat(corner) || 0;
    return Math.min(least / 2, corner.endsWith("%") ? (size / 100) * least : size);
  });
  pen.beginPath();
  pen.roundRect(box.left, box.top, box.width, box.height, radii);
}

function clip(pen: Pen, box: DOMRect, style: CSSStyleDeclaration): void {
  outline(pen, box, style);
  pen.clip();
}

function ground(pen: Pen, box: DOMRect, style: CSSStyleDeclaration): void {
  if (box.width === 0 || box.height === 0) return;
  outline(pen, box, style);
  pen.fillStyle = style.backgroundColor;
  pen.fill();
  const hatch = HATCHED.exec(style.backgroundImage)?.[1];
  const pattern_ = hatch && pen.createPattern(pattern(hatch, "/"), "repeat");
  if (!pattern_) return;
  pen.fillStyle = pattern_;
  pen.fill();
}

function border(pen: Pen, box: DOMRect, style: CSSStyleDeclaration): void {
  const drawn = SIDES.map(side => ({
    width: style[`border${side}Style`] === "none" ? 0 : Number.parseFloat(style[`border${side}Width`]),
    colour: style[`border${side}Color`],
    isBroken: /dashed|dotted/.test(style[`border${side}Style`]),
  }));
  const [top] = drawn;
  if (top && top.width > 0 && drawn.every(side => side.width === top.width && side.colour === top.colour)) {
    outline(pen, box, style);
    stroke(pen, top);
    return;
  }
  const { left, top: y, right, bottom } = box;
  const ends = [
    [left, y, right, y],
    [right, y, right, bottom],
    [left, bottom, right, bottom],
    [left, y, left, bottom],
  ] as const;
  for (const [place, side] of drawn.entries()) {
    const [x0, y0, x1, y1] = ends[place] ?? ends[0];
    if (side.width === 0) continue;
    pen.beginPath();
    pen.moveTo(x0, y0);
    pen.lineTo(x1, y1);
    stroke(pen, side);
  }
}

function stroke(pen: Pen, side: { width: number; colour: string; isBroken: boolean }): void {
  pen.strokeStyle = side.colour;
  pen.lineWidth = side.width;
  pen.setLineDash(side.isBroken ? [3 * side.width, 2 * side.width] : []);
  pen.stroke();
}

function words(pen: Pen, text: Text, style: CSSStyleDeclaration): void {
  if (text.data.trim() === "") return;
  const range = document.createRange();
  const characters = [...text.data].reduce<{ at: number; found: Piece[] }>(
    ({ at, found }, character) => {
      range.setStart(text, at);
      range.setEnd(text, at + character.length);
      const box = range.getBoundingClientRect();
      const { left, right, top } = box;
      if (right > left) found.push({ text: character.replace(/\s/, " "), left, right, top });
      return { at: at + character.length, found };
    },
    { at: 0, found: [] },
  ).found;
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = style.color;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  for (const { text: line, left, right, top } of piecesOf(characters)) {
    // The pen knows nothing of the page's spacing and figures of equal width: the piece is as wide as it stands there.
    pen.letterSpacing = "0px";
    const { width, fontBoundingBoxAscent } = pen.measureText(line);
    pen.letterSpacing = `${(right - left - width) / line.length}px`;
    pen.fillText(line, left, top + fontBoundingBoxAscent);
  }
}
