import { paint } from "./paint.ts";
import type { Picture } from "./picture";

// What a chart's card gives to take along: its table as CSV, its picture as PNG.

const BOM = "\ufeff";
const SCALE = 2;
// What every browser takes for a side of a canvas.
const LARGEST_PX = 16_000;
const FOOT_PX = 22;
const SIDE_PX = 6;
const NUMBER = /^[+-]?\d[\d.,]*%?$/;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?%?$/;
const DRAWN = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "opacity",
  "font-size",
  "font-family",
  "font-weight",
  "text-anchor",
  "paint-order",
  "display",
  "visibility",
];

/** A cell as a program reads it: numbers without grouping, with a plain minus. */
export function cellOf(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  const number = plain.replace("\u2212", "-");
  const isNumber = NUMBER.test(number);
  const digits = GROUPED.test(number) ? number.replaceAll(",", "") : number;
  // A spreadsheet would take what begins so for a formula.
  const safe = isNumber ? digits.replace("+", "") : /^[=+@-]/.test(plain) ? `'${plain}` : plain;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows of texts as a file that spreadsheets open, in any language. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `${BOM}${rows.map(row => row.map(cellOf).join(",")).join("\r\n")}\r\n`;

/** The words of a table, row by row; what only assistive technology reads is left out. */
export function rowsOf(table: HTMLTableElement): string[][] {
  return [...table.rows].map(row =>
    [...row.cells].flatMap(cell => {
      const copy = cell.cloneNode(true) as HTMLElement;
      for (const hidden of copy.querySelectorAll(".sr-only")) hidden.remove();
      return [copy.textContent ?? "", ...Array.from({ length: cell.colSpan - 1 }, () => "")];
    }),
  );
}

/** A name for a file, of its title. */
export const fileName = (title: string, ending: string): string =>
  `${title.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-+|-+$/g, "") || "chart"}.${ending}`;

/** Hand a file to the browser. */
export function give(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** What is said around a picture. The summary, where there is one, is painted as it stands on the page. */
interface Words {
  title: string;
  summary: HTMLElement | null;
  foot: string;
}

/** A picture with its title, what it shows, its legend and a foot on the ground of the page. */
export async function pngOf(
  picture: Picture,
  legend: HTMLElement | null,
  { title, summary, foot }: Words,
): Promise<Blob | null> {
  const said = summary?.textContent ? summary : null;
  const drawn: [Picture, number][] = [said, picture, legend].flatMap(part =>
    part ? [[part, sizeOf(part).height] as [Picture, number]] : [],
  );
  const width = Math.max(...drawn.map(([part]) => sizeOf(part).width)) + 2 * SIDE_PX;
  const inner = drawn.reduce((sum, [, tall]) => sum + tall, 0);
  const height = inner + 2 * FOOT_PX;
  const canvas = document.createElement("canvas");
  const scale = Math.min(SCALE, LARGEST_PX / Math.max(width, height));
  canvas.width = width * scale;
  canvas.height = height * scale;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  const style = getComputedStyle(picture.closest(".card") ?? document.body);
  pen.scale(scale, scale);
  pen.fillStyle = style.backgroundColor;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = style.color;
  pen.font = `600 14px ${style.fontFamily}`;
  pen.fillText(title, SIDE_PX, 15, width - 2 * SIDE_PX);
  pen.save();
  pen.translate(SIDE_PX, FOOT_PX);
  for (const [part, tall] of drawn) {
    await paint(pen, part, imageOf);
    pen.translate(0, tall);
  }
  pen.restore();
  pen.fillStyle = style.color;
  pen.font = `11px ${style.fontFamily}`;
  pen.fillText(foot, SIDE_PX, FOOT_PX + inner + 14, width - 2 * SIDE_PX);
  return new Promise(resolve => canvas.toBlob(resolve, "image/png"));
}

/** As large as what is in it, where it scrolls. */
function sizeOf(one: Picture): { width: number; height: number } {
  const { width, height } = one.getBoundingClientRect();
  return { width: Math.max(width, one.scrollWidth), height: Math.max(height, one.scrollHeight) };
}

/** An SVG as an image: it is drawn alone, so that it has to carry what the style sheets say. */
async function imageOf(svg: SVGSVGElement, width: number, height: number): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [place, element] of [svg, ...svg.querySelectorAll("*")].entries()) {
    const style = getComputedStyle(element);
    const drawn = copies[place] as SVGElement;
    // As its own style: what the page gave it there, perhaps by a name that only the page knows, would win.
    for (const name of DRAWN) drawn.style.setProperty(name, style.getPropertyValue(name));
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}
