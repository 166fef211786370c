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

/** A picture with its title, its legend and a foot on the ground of the page. */
export async function pngOf(
  picture: Picture,
  legend: HTMLElement | null,
  title: string,
  foot: string,
): Promise<Blob | null> {
  const { width: inner, height } = sizeOf(picture);
  const width = inner + 2 * SIDE_PX;
  const below = legend ? sizeOf(legend).height : 0;
  const canvas = document.createElement("canvas");
  const scale = Math.min(SCALE, LARGEST_PX / Math.max(width, height + below + 2 * FOOT_PX));
  canvas.width = width * scale;
  canvas.height = (height + below + 2 * FOOT_PX) * scale;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  const style = getComputedStyle(picture.closest(".card") ?? document.body);
  pen.scale(scale, scale);
  pen.fillStyle = style.backgroundColor;
  pen.fillRect(0, 0, width, height + below + 2 * FOOT_PX);
  pen.fillStyle = style.color;
  pen.font = `600 14px ${style.fontFamily}`;
  pen.fillText(title, SIDE_PX, 15, inner);
  pen.save();
  pen.translate(SIDE_PX, FOOT_PX);
  await paint(pen, picture, imageOf);
  pen.translate(0, height);
  if (legend) await paint(pen, legend, imageOf);
  pen.restore();
  pen.fillStyle = style.color;
  pen.font = `11px ${style.fontFamily}`;
  pen.fillText(foot, SIDE_PX, height + below + FOOT_PX + 14, inner);
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
    for (const name of DRAWN) copies[place]?.setAttribute(name, style.getPropertyValue(name));
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}
