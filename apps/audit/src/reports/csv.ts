/** A table's columns: the name of each, and the cell of a row in it. */
export type Columns<Row> = Readonly<
  Record<string, (row: Row) => string | number | boolean | null | undefined>
>;

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * The rows as CSV (RFC 4180): a header, CRLF behind every line. A text that a spreadsheet would run as a formula gets a
 * single quote before it, so that it is shown and not run.
 */
export function csvOf<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  const cells = Object.values(columns);
  const lines = [Object.keys(columns), ...rows.map((row) => cells.map((cell) => cell(row)))];
  return lines.map((line) => `${line.map(cellText).join(',')}\r\n`).join('');
}

function cellText(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
