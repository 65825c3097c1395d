import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, type EntityManager, type MixedList, type QueryRunner } from 'typeorm';
import { StorageError } from './storage-error.js';

/** Runs SQL inside one transaction. */
export type Sql = <Row = Record<string, unknown>>(
  text: string,
  parameters?: readonly unknown[],
) => Promise<Row[]>;

/** One state of the database, read by several statements. */
export interface Snapshot {
  readonly sql: Sql;
  /** Gives the connection back; a second call does nothing. */
  end(): Promise<void>;
}

/** Where a service's own database is, and how many connections it may hold. */
export interface DatabaseAddress {
  readonly url: string;
  readonly name: string;
  readonly connections?: number;
}

/** A service's own Postgres database through TypeORM: migrations at start, then raw SQL in transactions. */
export class Database {
  private constructor(
    private readonly source: DataSource,
    private readonly address: DatabaseAddress,
  ) {}

  /** Connects and brings the schema up to date. Throws StorageError UNAVAILABLE. */
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- TypeORM's own type for migration classes
  static async open(address: DatabaseAddress, migrations: MixedList<Function>): Promise<Database> {
    const source = new DataSource({
      type: 'postgres',
      url: address.url,
      applicationName: address.name,
      migrations,
      migrationsRun: false,
      poolSize: address.connections ?? 8,
      logging: false,
      installExtensions: false,
    });
    try {
      await source.initialize();
      await migrateOnce(source);
    } catch (cause) {
      await source.destroy().catch(() => undefined);
      throw new StorageError('UNAVAILABLE', `the database of ${address.name} cannot be opened`, { cause });
    }
    return new Database(source, address);
  }

  /** One statement by itself. */
  async query<Row = Record<string, unknown>>(
    text: string,
    parameters: readonly unknown[] = [],
  ): Promise<Row[]> {
    try {
      return rowsOf<Row>(await this.source.query(text, [...parameters]));
    } catch (error) {
      throw this.fault(error);
    }
  }

  /** All statements or none. The work may run again from the start when another transaction won. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.source.transaction((manager: EntityManager) =>
          work(async <Row>(text: string, parameters: readonly unknown[] = []) =>
            rowsOf<Row>(await manager.query(text, [...parameters])),
          ),
        );
      } catch (error) {
        if (attempt >= 5 || !lostRace(error)) throw this.fault(error);
      }
    }
  }

  /**
   * Statements on a connection of their own, which all see the database as it is now and change nothing; whoever waits longer
   * than `idleMs` between two of them has ended it. `end` must be called, once at least.
   */
  async snapshot(idleMs: number): Promise<Snapshot> {
    const runner = this.source.createQueryRunner();
    const end = async (): Promise<void> => {
      if (runner.isReleased) return;
      await runner.query('ROLLBACK').catch(() => undefined);
      await runner.release();
    };
    try {
      await runner.connect();
      await runner.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      await runner.query(`SET LOCAL idle_in_transaction_session_timeout = ${Math.ceil(idleMs)}`);
    } catch (error) {
      await end();
      throw this.fault(error);
    }
    return { sql: this.sqlOn(runner), end };
  }

  /** Holds a session-level advisory lock while `work` runs; waits for it until `signal` is aborted. */
  async alone(
    key: number,
    signal: AbortSignal,
    work: (stillMine: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const runner: QueryRunner = this.source.createQueryRunner();
    try {
      await runner.connect();
      while (!signal.aborted && !(await tryLock(runner, key)))
        await pause(300, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await work(async () => void (await runner.query('SELECT 1')));
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [key]).catch(() => undefined);
      await runner.release();
    }
  }

  /**
   * Statements outside of a transaction, on a connection of their own, each of which gives up where it waits longer than `lockMs` for a
   * lock: who waits for a whole table lets nobody else to it meanwhile.
   */
  async impatient<T>(lockMs: number, work: (sql: Sql) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    const sql = this.sqlOn(runner);
    try {
      await sql(`SET lock_timeout = ${Math.ceil(lockMs)}`);
      return await work(sql);
    } finally {
      await runner.query('RESET lock_timeout').catch(() => undefined);
      await runner.release();
    }
  }

  /** Calls `heard` for each NOTIFY on `channel`; reconnects by itself, and calls `heard` after each reconnect. */
  listen(channel: string, heard: () => void): { stop(): Promise<void> } {
    let client: pg.Client | undefined;
    let stopped = false;
    const open = async (): Promise<void> => {
      if (stopped) return;
      client = new pg.Client({
        connectionString: this.address.url,
        application_name: `${this.address.name} listen`,
      });
      client.on('notification', heard);
      client.on('error', () => undefined);
      client.on('end', () => setTimeout(() => void open(), 500).unref());
      await client.connect().catch(() => undefined);
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`).then(heard, () => undefined);
    };
    void open();
    return {
      async stop() {
        stopped = true;
        await client?.end().catch(() => undefined);
      },
    };
  }

  private sqlOn(runner: QueryRunner): Sql {
    return async <Row>(text: string, parameters: readonly unknown[] = []) => {
      try {
        return rowsOf<Row>(await runner.query(text, [...parameters]));
      } catch (error) {
        throw this.fault(error);
      }
    };
  }

  /** A database that is away is a fault of its own; anything else stays as it is. */
  private fault(error: unknown): unknown {
    if (!isAway(error)) return error;
    return new StorageError('UNAVAILABLE', `the database of ${this.address.name} is away`, { cause: error });
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await this.source.destroy();
  }
}

/** Two replicas may start at once: one migrates, the other waits and then finds nothing to do. */
async function migrateOnce(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await source.runMigrations({ transaction: 'all' });
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
  }
}

const MIGRATION_LOCK = 7_001;

async function tryLock(runner: QueryRunner, key: number): Promise<boolean> {
  const [row] = (await runner.query('SELECT pg_try_advisory_lock($1) AS got', [key])) as { got: boolean }[];
  return row?.got ?? false;
}

/** TypeORM answers UPDATE and DELETE with rows and their count; everything else with the rows. */
function rowsOf<Row>(answer: unknown): Row[] {
  const counted =
    Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
  return (counted ? answer[0] : answer) as Row[];
}

/** No connection, a connection that broke, or a server that is starting or stopping (PostgreSQL appendix A, class 57P, 08). */
function isAway(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return (
    /^(?:ECONN|EPIPE|ETIMEDOUT|57P|08)/.test(code) ||
    /Connection terminated|connect/i.test(String((error as Error).message))
  );
}

const codeOf = (error: unknown): string | undefined =>
  (error as { driverError?: { code?: string } }).driverError?.code ?? (error as { code?: string }).code;

/** Serialisation failure, deadlock, unique violation between two writers (PostgreSQL appendix A). */
function lostRace(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01' || code === '23505';
}
