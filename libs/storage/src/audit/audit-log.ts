import { appendedNodes, emptyRange, type CompactRange } from '#transparency';
import type { Database, Sql } from '../database.js';
import type { AuditBatch, NewLeaf, RecordedBatch, SenderCoverage } from './audit-rows.js';
import {
  COSIGNATURES,
  DIRECTORIES,
  DISCLOSURES,
  LEAVES,
  NODES,
  REFUSED,
  TASKS,
  TOKENS,
  type PlacedLeaf,
} from './audit-tables.js';
import { addFacts, factChain, headLine, noteBatch, type FactChain } from './facts.js';
import { insertRows } from './insert-rows.js';
import { gapsBelow, withNumbers, type NumberRanges } from './number-ranges.js';
import { writeSharing } from './sharing-tables.js';
import { settleBatch, type StoredLeaf } from './settle-batch.js';
import { writeAnswers } from './erasure-answers.js';
import { comeAgain } from './forgetting-facts.js';
import { writeSealed } from './sealed-parts.js';
import { rangeAt } from './tree-nodes.js';

/** Where log and reader stand. */
export interface LogHead {
  readonly size: number;
  /** Highest ledger sequence and epoch that were seen. */
  readonly sequence: number;
  readonly epoch: number;
}

/** An act of the audit service itself, signed for its number: what its leaf says beyond that. */
export type OwnAct = Pick<
  NewLeaf,
  | 'event'
  | 'hash'
  | 'eventId'
  | 'type'
  | 'directoryVersion'
  | 'actor'
  | 'actorRole'
  | 'actorType'
  | 'recordedAt'
>;

/** An own act in its place in the log; its `sequence` is 0, since it is a leaf before the ledger has it. */
export type OwnLeaf = PlacedLeaf;

/** The sender of own acts. */
const OWN = 'audit';
const NO_TASK = { unit: '', sequence: 0, subject: '', skipped: [], tokens: [] } as const;

/** Most missing numbers that one sender's coverage lists. */
const MOST_MISSING = 60;

/** The log's write side: one transaction per batch. The row lock of the head keeps two writers apart. */
export class AuditLog {
  /** The frontier of the tree as this process last wrote it; read again when somebody else wrote since. */
  private range: CompactRange = emptyRange;

  constructor(private readonly database: Database) {}

  /** Where the log stands now. */
  async head(): Promise<LogHead> {
    const [row] = await this.database.query<HeadRow>('SELECT size, sequence, epoch FROM log_head');
    return headOf(row);
  }

  /** Remembers an epoch that was seen outside the ledger's sequences; never goes back. */
  async sawEpoch(epoch: number): Promise<void> {
    await this.database.transaction(async (sql) => {
      const [row] = await sql<HeadRow>('SELECT size, sequence, epoch FROM log_head FOR UPDATE');
      if (headOf(row).epoch >= epoch) return;
      await sql('UPDATE log_head SET epoch = $1', [epoch]);
      await addFacts(sql, [headLine(0, epoch)]);
    });
  }

  /** Those of the leaf hashes (as hex) that are in the log already. */
  async known(hashes: readonly Buffer[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ hash: Buffer }>(
      'SELECT hash FROM leaf WHERE hash = ANY($1::bytea[])',
      [hashes],
    );
    return new Set(rows.map(({ hash }) => hash.toString('hex')));
  }

  /** Stores a batch, all or nothing, and tells which of its leaves were refused as equivocations. */
  async record(batch: AuditBatch): Promise<RecordedBatch> {
    const { recorded, range } = await this.database.transaction((sql) => this.write(sql, batch));
    this.range = range;
    return recorded;
  }

  /** Makes an own act a leaf, all or nothing with what `beside` writes. */
  async act(
    make: (number: number) => Promise<OwnAct>,
    beside: (sql: Sql, leaf: OwnLeaf) => Promise<void>,
  ): Promise<OwnLeaf> {
    const { leaf, range } = await this.database.transaction(async (sql) => {
      const { size, before } = await this.locked(sql);
      const [row] = await sql<{ through: string }>('SELECT through FROM coverage WHERE sender = $1', [OWN]);
      const number = Number(row?.through ?? 0) + 1;
      const own = { ...(await make(number)), ...NO_TASK, sender: OWN, number, index: size };
      const grown = await place(sql, [own], before);
      await beside(sql, own);
      return { leaf: own, range: grown };
    });
    this.range = range;
    return leaf;
  }

  /** Size and coverage of one instant: the coverage says exactly what the leaves below `size` hold. */
  async covered(): Promise<{
    readonly size: number;
    readonly coverage: readonly SenderCoverage[];
  }> {
    const [row] = await this.database.query<{ size: string; coverage: CoverageRow[] }>(
      `SELECT size, (SELECT coalesce(json_agg(c ORDER BY sender), '[]') FROM coverage c) AS coverage FROM log_head`,
    );
    return { size: Number(row?.size), coverage: (row?.coverage ?? []).map(coverageOf) };
  }

  /** The newest link of what was noted beside the leaves. */
  facts(): Promise<FactChain> {
    return factChain((text, values) => this.database.query(text, values));
  }

  private async write(
    sql: Sql,
    batch: AuditBatch,
  ): Promise<{ recorded: RecordedBatch; range: CompactRange }> {
    const { size, before } = await this.locked(sql);
    const { placed, equivocations } = settleBatch(batch.leaves, await storedLike(sql, batch.leaves), size);
    const range = await place(sql, placed, before);
    await insertRows(sql, REFUSED, [...batch.refusals, ...equivocations]);
    await insertRows(sql, DIRECTORIES, batch.directories);
    await insertRows(sql, COSIGNATURES, batch.cosignatures);
    const refusals = [...batch.refusals, ...equivocations];
    await noteBatch(sql, placed, { ...batch, refusals });
    await comeAgain(sql, batch.again);
    await sql('UPDATE log_head SET sequence = greatest(sequence, $1), epoch = greatest(epoch, $2)', [
      batch.sequence,
      batch.epoch,
    ]);
    return { recorded: { size: range.size, added: placed.length, equivocations }, range };
  }

  /** Takes the head's row lock, which puts all writers in one order; gives size and frontier of the tree. */
  private async locked(sql: Sql): Promise<{ readonly size: number; readonly before: CompactRange }> {
    const [row] = await sql<HeadRow>('SELECT size, sequence, epoch FROM log_head FOR UPDATE');
    const { size } = headOf(row);
    return { size, before: this.range.size === size ? this.range : await rangeAt(sql, size) };
  }
}

/** Appends leaves that have their place, with all that is read from them; gives the frontier of the tree that they make. */
export async function place(
  sql: Sql,
  placed: readonly PlacedLeaf[],
  before: CompactRange,
): Promise<CompactRange> {
  const { range, nodes } = appendedNodes(
    before,
    placed.map(({ hash }) => hash),
  );
  await insertRows(sql, LEAVES, placed);
  await insertRows(sql, NODES, nodes);
  await writeTasks(sql, placed);
  await writeSharing(sql, placed);
  await writeAnswers(sql, placed);
  await writeCoverage(sql, placed);
  await sql('UPDATE log_head SET size = $1', [range.size]);
  return range;
}

interface HeadRow {
  readonly size: string;
  readonly sequence: string;
  readonly epoch: string;
}

interface CoverageRow {
  readonly sender: string;
  readonly through: string | number;
  readonly settled: NumberRanges;
}

function headOf(row: HeadRow | undefined): LogHead {
  if (!row) throw new Error('the head of the log is missing');
  return { size: Number(row.size), sequence: Number(row.sequence), epoch: Number(row.epoch) };
}

/** A sender with more gaps than are listed is covered only as far as the list is complete. */
function coverageOf({ sender, through, settled }: CoverageRow): SenderCoverage {
  const missing = gapsBelow(settled, Number(through), MOST_MISSING + 1);
  const cut = missing.length > MOST_MISSING ? missing.pop() : undefined;
  return { sender, through: cut === undefined ? Number(through) : cut - 1, missing };
}

async function storedLike(sql: Sql, leaves: readonly NewLeaf[]): Promise<readonly StoredLeaf[]> {
  if (leaves.length === 0) return [];
  const rows = await sql<{ eventId: string; sender: string; number: string; hash: Buffer }>(
    `SELECT l.event_id AS "eventId", l.sender, l.number, l.hash
       FROM unnest($1::uuid[]) AS wanted(id) JOIN leaf l ON l.event_id = wanted.id
     UNION ALL
     SELECT l.event_id, l.sender, l.number, l.hash
       FROM unnest($2::text[], $3::bigint[]) AS wanted(sender, number)
       JOIN leaf l ON l.sender = wanted.sender AND l.number = wanted.number`,
    [
      leaves.map(({ eventId }) => eventId),
      leaves.map(({ sender }) => sender),
      leaves.map(({ number }) => number),
    ],
  );
  return rows.map((row) => ({ ...row, number: Number(row.number) }));
}

async function writeTasks(sql: Sql, placed: readonly PlacedLeaf[]): Promise<void> {
  const inTasks = placed.flatMap((leaf) => (leaf.task ? [{ leaf, task: leaf.task }] : []));
  const requests = inTasks.flatMap(({ leaf, task }) =>
    task.request ? [{ leaf, task, request: task.request }] : [],
  );
  const items = inTasks.flatMap(({ leaf, task }) =>
    task.items.map((item, place) => ({ leaf, task, place, item })),
  );
  await insertRows(sql, TASKS, requests);
  await insertRows(sql, DISCLOSURES, items);
  await writeSealed(sql, placed);
  await insertRows(
    sql,
    TOKENS,
    placed.flatMap((leaf) => leaf.tokens.map((token) => ({ token, leaf }))),
  );
}

async function writeCoverage(sql: Sql, placed: readonly PlacedLeaf[]): Promise<void> {
  const senders = [...new Set(placed.map(({ sender }) => sender))];
  if (senders.length === 0) return;
  const known = await sql<CoverageRow>('SELECT * FROM coverage WHERE sender = ANY($1::text[])', [senders]);
  const rows = senders.map((sender) => {
    const before = known.find((row) => row.sender === sender);
    const own = placed.filter((leaf) => leaf.sender === sender);
    const numbers = own.map(({ number }) => number);
    return {
      sender,
      through: numbers.reduce((most, number) => Math.max(most, number), Number(before?.through ?? 0)),
      settled: withNumbers(before?.settled ?? [], [...numbers, ...own.flatMap(({ skipped }) => skipped)]),
    };
  });
  await insertRows(
    sql,
    {
      table: 'coverage',
      columns: {
        sender: ['text', ({ sender }) => sender],
        through: ['bigint', ({ through }) => through],
        settled: ['jsonb', ({ settled }) => JSON.stringify(settled)],
      },
      conflict: 'ON CONFLICT (sender) DO UPDATE SET through = EXCLUDED.through, settled = EXCLUDED.settled',
    },
    rows,
  );
}
