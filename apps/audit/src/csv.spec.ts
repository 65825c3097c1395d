import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvOf } from './csv.js';

const columns = { a: (row: readonly string[]) => row[0], b: (row: readonly string[]) => row[1] };

describe('a table as CSV', () => {
  it('has a header, and CRLF behind every line', () => {
    expect(csvOf({ name: ({ n }: { n: number }) => n }, [{ n: 1 }, { n: 2 }])).toBe('name\r\n1\r\n2\r\n');
  });

  it('puts quotes around what holds a comma, a quote or a new line', () => {
    expect(csvOf(columns, [['a,b', 'say "x"\r\ny']])).toBe('a,b\r\n"a,b","say ""x""\r\ny"\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('never starts a cell with %j', (text) => {
    const cell = csvOf(columns, [[text, '']])
      .slice('a,b\r\n'.length)
      .replace(/^"/, '');
    expect(cell.startsWith("'")).toBe(true);
  });

  it('leaves nothing of a cell out, and lets no cell break out of its place', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 5 }), (rows) => {
        const read = readCsv(csvOf(columns, rows)).slice(1);
        const plain = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
        expect(read).toEqual(rows.map((row) => row.map(plain)));
      }),
    );
  });
});

/** A reader of RFC 4180 that shares nothing with the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  let row: string[] = [];
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') [rows[rows.length], row] = [row, []];
  }
  return rows;
}
