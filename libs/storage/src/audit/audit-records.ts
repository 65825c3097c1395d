import { consistencyPlan, inclusionPlan } from '#transparency';
import type { Database, Sql } from '../database.js';
import {
  disclosureOf,
  searchStatement,
  DISCLOSURE_COLUMNS,
  type DisclosureCursor,
  type DisclosureRow,
} from './disclosure-search.js';
import type { DisclosureFilter } from './disclosure-conditions.js';
import { DisclosureExport } from './disclosure-export.js';
import type { PublishedDirectory, Refusal } from './audit-rows.js';
import { LEAF_PARTIES } from './leaf-parties.js';
import { proofFrom } from './tree-nodes.js';

/** One event of a task as the log holds it. `event` is the exact compact JWS. */
export interface StoryEvent {
  readonly index: number;
  readonly event: string;
  readonly eventId: string;
  readonly type: string;
  readonly version: number;
  readonly sender: string;
  readonly unit: string;
  readonly actor: string;
  readonly actorRole: string;
  readonly actorType: string;
  readonly sequence: number;
  readonly recordedAt: Date;
}

/** The two parties and what the first asks of the second; units, kind and urgency once the request has come. */
export interface StoryTask {
  readonly taskId: string;
  readonly caseId: string;
  readonly mode: string;
  readonly asker: string;
  readonly performer: string;
  readonly askerUnit: string | null;
  readonly performerUnit: string | null;
  readonly kind: string | null;
  readonly urgency: string | null;
}

/** A task from its first event to its last, with what travelled. */
export interface TaskStory {
  readonly task: StoryTask;
  readonly events: readonly StoryEvent[];
  readonly disclosures: readonly DisclosureRow[];
}

/** A leaf with its exact text. */
export interface FoundLeaf {
  readonly index: number;
  readonly event: string;
  readonly hash: Buffer;
  /** Members whose word it is or to whom it was said. */
  readonly parties: readonly string[];
}

/** How many messages were refused, by reason. */
export type RefusedCounts = Readonly<Record<string, number>>;

/** Most alarms that are listed at once. */
const MOST_ALARMS = 50;
/** Refusals that no fault of transport explains: somebody signed what must not be. */
const ALARMING = ['EQUIVOCATION', 'CHECKPOINT_REFUSED'];

/** The log's read side: search, stories, proofs. */
export class AuditRecords {
  private readonly query: Sql;

  constructor(private readonly database: Database) {
    this.query = (text, values) => database.query(text, values);
  }

  /** Items that fit, by leaf index and place. */
  async search(filter: DisclosureFilter, limit: number, after?: DisclosureCursor): Promise<DisclosureRow[]> {
    const { text, values } = searchStatement(filter, limit, after);
    return (await this.query<DisclosureRow>(text, values)).map(disclosureOf);
  }

  /** Begins an export of every item that fits; whoever begins it ends it. */
  export(filter: DisclosureFilter): Promise<DisclosureExport> {
    return DisclosureExport.begin(this.database, filter);
  }

  /** Everything said on one task, in version order; undefined when the log has nothing of it. */
  async story(taskId: string): Promise<TaskStory | undefined> {
    const events = await this.query<StoryEvent & StoryTask>(
      `SELECT l.index, l.event, l.event_id AS "eventId", l.type, l.version, l.sender, l.unit, l.actor,
              l.actor_role AS "actorRole", l.actor_type AS "actorType", l.sequence, l.recorded_at AS "recordedAt",
              l.task_id AS "taskId", l.case_id AS "caseId", l.mode, l.asker, l.performer,
              t.asker_unit AS "askerUnit", t.performer_unit AS "performerUnit", t.kind, t.urgency
         FROM leaf l LEFT JOIN task t ON t.task_id = l.task_id
        WHERE l.task_id = $1 ORDER BY l.version, l.index`,
      [taskId],
    );
    const [first] = events;
    if (!first) return undefined;
    const disclosures = await this.query<DisclosureRow>(
      `SELECT ${DISCLOSURE_COLUMNS} FROM disclosure d LEFT JOIN task t ON t.task_id = d.task_id
        WHERE d.task_id = $1 ORDER BY d.version, d.leaf_index, d.place`,
      [taskId],
    );
    return { task: taskOf(first), events: events.map(eventOf), disclosures: disclosures.map(disclosureOf) };
  }

  /**
   * Index and exact text of an event's leaf, with the agencies that sent and received it; undefined when it is not in the log.
   */
  async leafOf(eventId: string): Promise<FoundLeaf | undefined> {
    const [row] = await this.query<FoundLeaf>(
      `SELECT index, event, hash, ${LEAF_PARTIES} AS parties FROM leaf WHERE event_id = $1`,
      [eventId],
    );
    return row && { ...row, index: Number(row.index) };
  }

  /** The exact text of a leaf; undefined behind the end of the log. */
  async leafText(index: number): Promise<string | undefined> {
    const [row] = await this.query<{ event: string }>('SELECT event FROM leaf WHERE index = $1', [index]);
    return row?.event;
  }

  /** Leaf hashes of `from` to `to` (excluded), in order; fewer where the log ends before. */
  async leafHashes(from: number, to: number): Promise<Buffer[]> {
    const rows = await this.query<{ hash: Buffer }>(
      'SELECT hash FROM node WHERE level = 0 AND index >= $1 AND index < $2 ORDER BY index',
      [from, to],
    );
    return rows.map(({ hash }) => hash);
  }

  /** Proof that leaf `index` is in the tree of `size` leaves (RFC 6962). Throws RangeError on impossible numbers. */
  inclusionProof(index: number, size: number): Promise<Buffer[]> {
    return proofFrom(this.query, inclusionPlan(index, size));
  }

  /** Proof that the tree of `second` leaves extends that of `first`. Throws RangeError on impossible numbers. */
  consistencyProof(first: number, second: number): Promise<Buffer[]> {
    return proofFrom(this.query, consistencyPlan(first, second));
  }

  /** Every directory version that was published, by its place on the ledger. */
  async directories(): Promise<PublishedDirectory[]> {
    const rows = await this.query<PublishedDirectory>('SELECT * FROM directory_version ORDER BY sequence');
    return rows.map((row) => ({ ...row, version: Number(row.version), sequence: Number(row.sequence) }));
  }

  /** The newest directory version that was published; 0 before the first. */
  async newestDirectory(): Promise<number> {
    const [row] = await this.query<{ version: string | null }>(
      'SELECT max(version) AS version FROM directory_version',
    );
    return Number(row?.version ?? 0);
  }

  /** How many messages were refused, by reason. */
  async refusedCounts(): Promise<RefusedCounts> {
    const rows = await this.query<{ reason: string; count: string }>(
      'SELECT reason, count(*) FROM refused GROUP BY reason ORDER BY reason',
    );
    return Object.fromEntries(rows.map(({ reason, count }) => [reason, Number(count)]));
  }

  /** The newest refusals that accuse somebody: two texts under one number, or a checkpoint that is not ours. */
  async alarms(): Promise<Omit<Refusal, 'event'>[]> {
    const rows = await this.query<Omit<Refusal, 'event'>>(
      `SELECT sequence, subject, reason, place, recorded_at AS "recordedAt" FROM refused
        WHERE reason = ANY($1::text[]) ORDER BY sequence DESC LIMIT ${MOST_ALARMS}`,
      [ALARMING],
    );
    return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
  }
}

function taskOf(row: StoryTask): StoryTask {
  const { taskId, caseId, mode, asker, performer, askerUnit, performerUnit, kind, urgency } = row;
  return { taskId, caseId, mode, asker, performer, askerUnit, performerUnit, kind, urgency };
}

function eventOf(row: StoryEvent): StoryEvent {
  const { event, eventId, type, sender, unit, actor, actorRole, actorType, recordedAt } = row;
  const numbers = { index: Number(row.index), version: Number(row.version), sequence: Number(row.sequence) };
  return { ...numbers, event, eventId, type, sender, unit, actor, actorRole, actorType, recordedAt };
}
