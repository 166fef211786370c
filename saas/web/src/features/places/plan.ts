import type { PlaceAmount, PlaceRow, PlanShape } from "../../api/places";
import { keyOf } from "./words";

export const SCALE = 10_000;
export const CLASSES = 5;
export type Corner = [number, number];

/** Upper bounds of the classes of colour: equal parts of the largest. */
export function bounds(values: number[]): number[] {
  const most = Math.max(0, ...values);
  return Array.from({ length: CLASSES }, (_, n) => (most * (n + 1)) / CLASSES);
}

export function classOf(value: number | null, limits: number[]): number | null {
  if (value === null) return null;
  const found = limits.findIndex(limit => value <= limit);
  return found < 0 ? CLASSES - 1 : found;
}

/** Corners as lines of "across, down" in per cent, for people who do not draw with a pointer. */
export const cornersText = (corners: readonly (readonly number[])[]): string =>
  corners.map(([x = 0, y = 0]) => `${x / 100}, ${y / 100}`).join("\n");

/** The lines read back; null where one is no pair of numbers from 0 to 100. */
export function readCorners(text: string): Corner[] | null {
  const lines = text
    .split("\n")
    .map(line => line.trim())
    .filter(Boolean);
  const found: Corner[] = [];
  for (const line of lines) {
    const parts = line.split(/[,\s;]+/).filter(Boolean);
    const [x, y] = parts.map(Number);
    if (parts.length !== 2 || x === undefined || y === undefined) return null;
    if (!(x >= 0 && x <= 100 && y >= 0 && y <= 100)) return null;
    found.push([Math.round(x * 100), Math.round(y * 100)]);
  }
  return found;
}

export const amounts = (rows: PlaceRow[]): Map<string, PlaceAmount> =>
  new Map(rows.map(row => [keyOf(row.place), row.amount]));

/** Where a label stands: the middle of the corners. */
export function middle(shape: PlanShape): Corner {
  const count = shape.corners.length || 1;
  const sum = (axis: 0 | 1) => shape.corners.reduce((all, corner) => all + Number(corner[axis]), 0) / count;
  return [sum(0), sum(1)];
}
