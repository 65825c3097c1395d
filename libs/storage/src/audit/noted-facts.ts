import type { Sql } from '../database.js';
import {
  NO_FACTS,
  cosignatureLine,
  directoryLine,
  leafLine,
  nextFact,
  publishedLine,
  refusalLine,
  tokenCommitment,
  type FactChain,
} from './facts.js';
import type { Cosignature, PublishedDirectory, Refusal } from './audit-rows.js';
import type { RowFault, StoredLeafRow } from './replay.js';

const PAGE = 500;
const MOST_FAULTS = 20;

/** What the chain of facts says, against what stands in the tables. */
export class NotedFacts {
  constructor(private readonly sql: Sql) {}

  /** Makes room for the lines that the stored rows should have. */
  async prepare(): Promise<void> {
    await this.sql('CREATE TEMP TABLE wanted_line (line text NOT NULL, place text NOT NULL) ON COMMIT DROP');
    await this.sql('CREATE TEMP TABLE forgotten_leaf (index text PRIMARY KEY) ON COMMIT DROP');
  }

  /** The lines of leaves that the ledger brought; leaves whose tokens were erased keep the commitment that was noted. */
  async want(leaves: readonly StoredLeafRow[]): Promise<void> {
    const fromLedger = leaves.filter(({ sender }) => sender !== 'audit');
    const forgotten = fromLedger.filter(({ erased }) => erased).map(({ index }) => String(index));
    await this.sql('INSERT INTO forgotten_leaf (index) SELECT * FROM unnest($1::text[])', [forgotten]);
    await this.add(
      fromLedger.map((leaf) => [
        leafLine(leaf, leaf.erased ? '*' : tokenCommitment(leaf.tokens, leaf.salt ?? Buffer.alloc(0))),
        `leaf index=${leaf.index}`,
      ]),
    );
  }

  /** The lines of everything else that was noted. */
  async wantOthers(): Promise<void> {
    const { sql } = this;
    const refusals = await sql<Refusal>(
      'SELECT sequence, subject, reason, place, event, recorded_at AS "recordedAt" FROM public.refused',
    );
    const cosignatures = await sql<Cosignature>(
      'SELECT size, witness, time, line, sequence FROM public.cosignature',
    );
    const directories = await sql<PublishedDirectory>(
      'SELECT version, sequence, hash FROM public.directory_version',
    );
    const checkpoints = await sql<Placed>(
      'SELECT size AS number, sequence FROM public.checkpoint WHERE sequence IS NOT NULL',
    );
    const acts = await sql<Placed>('SELECT number, sequence FROM public.own_act WHERE sequence IS NOT NULL');
    await this.add([
      ...refusals.map((row) => [refusalLine(row), `refused sequence=${row.sequence}`] as const),
      ...cosignatures.map(
        (row) => [cosignatureLine(row), `cosignature size=${row.size} witness=${row.witness}`] as const,
      ),
      ...directories.map((row) => [directoryLine(row), `directory_version version=${row.version}`] as const),
      ...checkpoints.map(
        ({ number, sequence }) =>
          [publishedLine('checkpoint', number, sequence), `checkpoint size=${number}`] as const,
      ),
      ...acts.map(
        ({ number, sequence }) =>
          [publishedLine('act', number, sequence), `own_act number=${number}`] as const,
      ),
    ]);
  }

  /** Rows that nobody noted as they stand, and lines whose row is gone or was changed. */
  async differences(): Promise<RowFault[]> {
    const rows = await this.sql<{ place: string | null; line: string | null }>(
      `WITH noted AS (
         SELECT DISTINCT ON (split_part(line, ' ', 1), split_part(line, ' ', 2), third)
                CASE WHEN line LIKE 'leaf %' AND split_part(line, ' ', 2) IN (SELECT index FROM forgotten_leaf)
                     THEN regexp_replace(line, '\\S+$', '*') ELSE line END AS line
           FROM (SELECT number, ord, line,
                        CASE WHEN split_part(line, ' ', 1) IN ('cosignature', 'published')
                             THEN split_part(line, ' ', 3) END AS third
                   FROM public.fact, unnest(lines) WITH ORDINALITY AS l(line, ord)
                  WHERE line NOT LIKE 'head %' AND line NOT LIKE 'forgotten %') each_line
          ORDER BY split_part(line, ' ', 1), split_part(line, ' ', 2), third, number, ord)
       SELECT w.place, n.line FROM wanted_line w FULL JOIN noted n USING (line)
        WHERE w.line IS NULL OR n.line IS NULL ORDER BY w.place, n.line LIMIT ${MOST_FAULTS}`,
    );
    return rows.map(({ place, line }) => {
      if (place === null) return { table: 'fact', row: String(line), what: 'was noted, and no row is so' };
      const [table = '', ...row] = place.split(' ');
      return { table, row: row.join(' '), what: 'is not what was noted when it came' };
    });
  }

  /** The chain calculated anew: every link from the lines, and where it first breaks. */
  async chain(visit: (link: FactChain) => void): Promise<RowFault | undefined> {
    let chain = NO_FACTS;
    for (;;) {
      const rows = await this.sql<{ number: string; lines: string[]; digest: Buffer }>(
        'SELECT number, lines, digest FROM public.fact WHERE number > $1 ORDER BY number LIMIT $2',
        [chain.number, PAGE],
      );
      if (rows.length === 0) return undefined;
      for (const { number, lines, digest } of rows) {
        chain = nextFact(chain, lines);
        const row = `number=${chain.number}`;
        if (Number(number) !== chain.number) return { table: 'fact', row, what: 'is missing' };
        if (!chain.digest.equals(digest))
          return { table: 'fact', row, column: 'lines', what: 'do not give their digest' };
        visit(chain);
      }
    }
  }

  private async add(lines: readonly (readonly [line: string, place: string])[]): Promise<void> {
    await this.sql('INSERT INTO wanted_line (line, place) SELECT * FROM unnest($1::text[], $2::text[])', [
      lines.map(([line]) => line),
      lines.map(([, place]) => place),
    ]);
  }
}

interface Placed {
  readonly number: number;
  readonly sequence: number;
}
