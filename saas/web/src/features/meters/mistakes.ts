import type { Mistake } from "../../api/meters";

const cell = (text: string): string => {
  // A cell that begins like a formula would be one to a spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The mistakes of a file as CSV that spreadsheets read as UTF-8. */
export function mistakesCsv(
  header: string[],
  mistakes: Mistake[],
  say: (mistake: Mistake) => string[],
): string {
  const rows = [header, ...mistakes.map(say)];
  return `\ufeff${rows.map(row => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
