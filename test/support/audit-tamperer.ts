import { Client } from 'pg';
import { LOOPBACK } from '../../apps/stack/src/platform/ports.js';
import { AuditView, until, type Row } from './audit-view.js';
import { TOKENS, type AuditWorld } from './audit-world.js';

/** A column as the database describes it. */
export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

/** A fault as the check names it. */
export interface Fault {
  readonly table: string;
  readonly row: string;
  readonly column?: string;
  readonly what: string;
}

const TABLES = [
  'log_head leaf node task disclosure sealed_part index_token token_salt coverage refused directory_version',
  'checkpoint cosignature refused_disclosure override_use override_review recall acknowledgement identity_step',
  'own_act reading fact person_key opening hold erasure erasure_answer',
].flatMap((names) => names.split(' '));

/** Other values by type: what is there, changed so that it still fits the column. */
const OTHER: Readonly<Record<string, string>> = {
  bigint: 'coalesce(@, 0) + 1000003',
  smallint: 'coalesce(@, 0) + 31',
  text: "coalesce(@, '') || 'x'",
  uuid: "'0192f1c5-7a10-7c3a-9a50-3d1f5b0c2e99'::uuid",
  'timestamp with time zone': "coalesce(@, now()) + interval '1 second'",
  bytea: "decode('00', 'hex') || substring(coalesce(@, decode('00', 'hex')) FROM 2)",
  jsonb: `CASE jsonb_typeof(@) WHEN 'object' THEN @ || '{"added":1}' WHEN 'array' THEN @ || '[[900001,900002]]' ELSE '{"added":1}' END`,
  'uuid[]': "coalesce(@, '{}') || '0192f1c5-7a10-7c3a-9a50-3d1f5b0c2e99'::uuid",
  'text[]': "coalesce(@, '{}') || 'x'::text",
  int8multirange: "coalesce(@, '{}') + '{[900001,900003)}'::int8multirange",
  boolean: 'NOT @',
};

/** A superuser who changes what the audit service has stored, and puts it back. */
export class AuditTamperer {
  readonly tables = TABLES;
  private readonly view: AuditView;

  constructor(private readonly world: AuditWorld) {
    this.view = new AuditView(world);
  }

  /** Waits until everything is signed and published, and takes away what the database itself forbids. */
  async settle(): Promise<void> {
    await until(async () => {
      const { checkpoint, size } = await this.view.status();
      const [open] = await this.view.rows(
        `SELECT (SELECT count(*) FROM own_act WHERE sequence IS NULL)
              + (SELECT count(*) FROM checkpoint WHERE sequence IS NULL) AS open`,
      );
      return checkpoint?.size === size && checkpoint.published && Number(open?.['open']) === 0;
    });
    const checks = await this.view.rows(
      `SELECT conrelid::regclass AS table, conname FROM pg_constraint
        WHERE contype = 'c' AND connamespace = 'public'::regnamespace`,
    );
    for (const { table, conname } of checks)
      await this.view.rows(`ALTER TABLE ${String(table)} DROP CONSTRAINT ${String(conname)}`);
  }

  /** Every column of every table. */
  async columns(): Promise<Column[]> {
    const rows = await this.view.rows(
      `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relname = ANY($1) AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname, a.attnum`,
      [TABLES],
    );
    // The head is one row by its key alone; which value that key has says nothing.
    return (rows as unknown as Column[]).filter(({ table, name }) => `${table}.${name}` !== 'log_head.one');
  }

  async count(table: string): Promise<number> {
    const [row] = await this.view.rows(`SELECT count(*) FROM ${table}`);
    return Number(row?.['count']);
  }

  /** What the check finds while one value of a column is another. */
  changing({ table, name, type }: Column): Promise<Fault[]> {
    const other = OTHER[type];
    if (other === undefined) throw new Error(`no other value of type ${type} (${table}.${name})`);
    return this.during(table, async (sql) => {
      await sql(`UPDATE ${table} SET ${quoted(name)} = ${other.replaceAll('@', quoted(name))}
                  WHERE ctid = (SELECT ctid FROM ${table} ORDER BY ctid LIMIT 1)`);
    });
  }

  /** What the check finds while a row is gone. */
  without(table: string): Promise<Fault[]> {
    return this.during(table, async (sql) => {
      await sql(`DELETE FROM ${table} WHERE ctid = (SELECT ctid FROM ${table} ORDER BY ctid LIMIT 1)`);
    });
  }

  /** What the check finds while a row stands twice, the second time under other keys. */
  withCopy(table: string): Promise<Fault[]> {
    return this.during(table, async (sql) => {
      const keys = await sql(
        `SELECT DISTINCT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type
           FROM pg_index i, unnest(i.indkey) AS k JOIN pg_attribute a ON a.attnum = k
          WHERE i.indrelid = $1::regclass AND a.attrelid = i.indrelid AND i.indisunique`,
        [table],
      );
      const others = new Map(keys.map(({ name, type }) => [String(name), OTHER[String(type)] ?? '@']));
      const columns = (await this.columns()).filter((column) => column.table === table);
      const values = columns.map(({ name }) => (others.get(name) ?? '@').replaceAll('@', quoted(name)));
      const names = columns.map(({ name }) => quoted(name)).join(', ');
      await sql(
        `INSERT INTO ${table} (${names}) SELECT ${values.join(', ')} FROM ${table} ORDER BY ctid LIMIT 1`,
      );
    });
  }

  /** What the check finds while two leaves stand in each other's place, hashes and nodes included. */
  withSwappedLeaves(one: number, other: number): Promise<Fault[]> {
    return this.during('leaf', async (sql) => {
      await sql('UPDATE leaf SET index = -1 WHERE index = $1', [one]);
      await sql('UPDATE leaf SET index = $1 WHERE index = $2', [one, other]);
      await sql('UPDATE leaf SET index = $1 WHERE index = -1', [other]);
    });
  }

  /** What the check finds while two links of the chain of facts have each other's lines. */
  withSwappedFacts(): Promise<Fault[]> {
    return this.during('fact', async (sql) => {
      await sql(`UPDATE fact f SET lines = g.lines, digest = g.digest FROM fact g
                  WHERE f.number IN (2, 3) AND g.number = 5 - f.number`);
    });
  }

  /** Everything that a check says now. */
  async check(): Promise<{ readonly faults: Fault[]; readonly done: Row | undefined }> {
    const url = `http://${LOOPBACK}:${this.world.audit.port}/log/check`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${TOKENS.auditor}` } });
    if (answer.status !== 200) throw new Error(`GET /log/check: ${answer.status}`);
    const news = (await answer.text())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Row);
    const faults = news.filter(({ is }) => is === 'fault') as unknown as Fault[];
    return { faults, done: news.find(({ is }) => is === 'done') };
  }

  /** Changes a table, lets the log be checked, and puts every row back. */
  private async during(
    table: string,
    change: (sql: (text: string, values?: unknown[]) => Promise<Row[]>) => Promise<void>,
  ): Promise<Fault[]> {
    const client = new Client({ connectionString: this.world.databaseUrl });
    await client.connect();
    const sql = async (text: string, values: unknown[] = []): Promise<Row[]> =>
      (await client.query(text, values)).rows as Row[];
    await sql(`CREATE TEMP TABLE before AS SELECT * FROM public.${table}`);
    try {
      await change(sql);
      const { faults, done } = await this.check();
      expectDone(done, faults);
      return faults;
    } finally {
      await sql('BEGIN');
      await sql(`DELETE FROM public.${table}`);
      await sql(`INSERT INTO public.${table} SELECT * FROM before`);
      await sql('COMMIT');
      await client.end();
    }
  }
}

function expectDone(done: Row | undefined, faults: readonly Fault[]): void {
  if (!done) throw new Error('the check did not come to its end');
  if (done['sound'] !== (faults.length === 0))
    throw new Error('the check says it is sound, and names faults');
}

const quoted = (name: string): string => `"${name}"`;
