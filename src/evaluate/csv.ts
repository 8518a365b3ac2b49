export type Cell = string | number | boolean | null;

/** One row of a CSV file (RFC 4180), by default with a plain newline. Null is an empty cell. */
export function csvRow(cells: readonly Cell[], newline: '\n' | '\r\n' = '\n'): string {
  return `${cells.map(csvCell).join(',')}${newline}`;
}

/** Spreadsheets take a text that begins like this for a formula; an apostrophe keeps it a text. */
const FORMULA = /^[=+\-@\t\r]/;

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
