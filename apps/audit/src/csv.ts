/** A table's columns: the name of each, and the cell of a row in it. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** The line of CSV that names these columns (RFC 4180), with its CRLF. */
export const csvHeader = (columns: Columns<never>): string => lineOf(Object.keys(columns));

/**
 * One row as a line of CSV (RFC 4180), with its CRLF. A text that a spreadsheet would run as a formula gets an apostrophe before it,
 * so that it is shown and not run.
 */
export const csvLine = <Row>(columns: Columns<Row>, row: Row): string =>
  lineOf(Object.values(columns).map((cell) => cell(row)));

/** The rows as CSV: a header, and a line for each. */
export const csvOf = <Row>(columns: Columns<Row>, rows: readonly Row[]): string =>
  [csvHeader(columns), ...rows.map((row) => csvLine(columns, row))].join('');

type Cell = string | number | boolean | null | undefined;

const lineOf = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`;

function cellText(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
