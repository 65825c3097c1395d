import type { Sql } from '../database.js';

/** A column of a table: its Postgres type and the value of each row. */
type Columns<Row> = Readonly<Record<string, readonly [type: string, value: (row: Row) => unknown]>>;

/** A table's name and how a row fills its columns. */
export interface RowShape<Row> {
  readonly table: string;
  readonly columns: Columns<Row>;
  /** What to do with a row that is there: such as `ON CONFLICT DO NOTHING`. */
  readonly conflict?: string;
}

/** Inserts all rows with one statement and one array per column: many times faster than one row at a time. */
export async function insertRows<Row>(sql: Sql, shape: RowShape<Row>, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.entries(shape.columns);
  const arrays = columns.map(([, [type]], at) => `$${at + 1}::${type}[]`);
  const names = columns.map(([name]) => name).join(', ');
  await sql(
    `INSERT INTO ${shape.table} (${names}) SELECT * FROM unnest(${arrays.join(', ')}) ${shape.conflict ?? ''}`,
    columns.map(([, [, value]]) => rows.map((row) => value(row) ?? null)),
  );
}
