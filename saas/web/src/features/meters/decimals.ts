/** A decimal string with its thousands grouped and all its digits, as meters show them. */
export function groupDecimal(text: string, separator = "\u202f"): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  if (!match) return text;
  const [, sign = "", whole = "", part = ""] = match;
  return `${sign === "-" ? "\u2212" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, separator)}${part}`;
}

const parts = (text: string): [bigint, number] => {
  const [whole = "0", part = ""] = text.split(".");
  return [BigInt(whole + part), part.length];
};

/** -1, 0 or 1 as a is below, at or above b; exact, since registers have more digits than a float. */
export function compareDecimals(a: string, b: string): number {
  const [x, digitsX] = parts(a);
  const [y, digitsY] = parts(b);
  const left = x * 10n ** BigInt(Math.max(0, digitsY - digitsX));
  const right = y * 10n ** BigInt(Math.max(0, digitsX - digitsY));
  return left < right ? -1 : left > right ? 1 : 0;
}

export const isDecimal = (text: string): boolean => /^\d{1,18}(\.\d{1,9})?$/.test(text.trim());
