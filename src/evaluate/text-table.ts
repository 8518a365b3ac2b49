/** Lays out rows in columns, as wide as their widest cell: texts to the left, figures to the right. */
export function textTable(rows: readonly (readonly (string | number)[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, String(cell).length);
    });
  }
  const lines = rows.map((row) =>
    row.map((cell, index) => pad(cell, widths[index]!, isFigures(rows, index))).join('  '),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** A column is one of figures where everything below its heading is. */
function isFigures(rows: readonly (readonly (string | number)[])[], index: number): boolean {
  return rows.slice(1).every((row) => /^[\d+−–-]/.test(String(row[index] ?? '')));
}

function pad(cell: string | number, width: number, toTheRight: boolean): string {
  return toTheRight ? String(cell).padStart(width) : String(cell).padEnd(width);
}

/** A share, 0 to 1, in per cent with one decimal. */
export function formatShare(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}

/** "1 ticket", "2 tickets". */
export function countOf(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
