import type { UnmetReason } from '#domain';
import { EPOCH_STRIDE, epochOf } from '#contracts';
import type { Database } from '../database.js';
import { withoutNulls } from '../without-nulls.js';
import { storeFiles, type FiledWith } from './case-files.js';
import {
  NEED_COLUMNS,
  needRowOf,
  type NeedClosing,
  type NeedColumns,
  type NeedRow,
  type NeedStatus,
  type NewCandidate,
  type NewNeed,
  type UnstatedNeed,
} from './need-rows.js';
import type { Sight } from './sight.js';
import { OUTBOX_CHANNEL } from './turn.js';

/** What was read from a need's subject: a performer's claim of an offer, or this agency's own closing. */
export interface ReadVerdict {
  readonly id: string;
  readonly mode: string;
  readonly sender: string;
  /** Absent in a closing. */
  readonly task?: string;
  /** The signed text. */
  readonly jws: string;
  readonly sequence: number;
}

/** The needs of this agency: what is stored first is what it wants, and its service goes on from there after a crash. */
export class NeedStore {
  constructor(
    private readonly database: Database,
    /** Needs of other modes are held here and shown to nobody. */
    private readonly modes: readonly string[],
  ) {}

  /** Opens a need, with what the case file gains by it: all of it or nothing. False when its key was used before. */
  async open(need: NewNeed, file?: FiledWith): Promise<boolean> {
    const { id, caseId, mode, kind, strategy, asker, actor, key, candidates } = need;
    return this.database.transaction(async (sql) => {
      const opened = await sql(
        `INSERT INTO need (need_id, case_id, mode, kind, strategy, asker, actor, key, body_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (key) DO NOTHING RETURNING need_id`,
        [
          ...[id, caseId, mode, kind, strategy, JSON.stringify(asker), JSON.stringify(actor)],
          ...[key?.key ?? null, key?.bodyHash ?? null],
        ],
      );
      if (opened.length === 0) return false;
      await sql(
        `INSERT INTO need_candidate (need_id, rank, performer, request)
         SELECT $1, place - 1, c->'performer', c->'request' FROM jsonb_array_elements($2) WITH ORDINALITY AS l(c, place)`,
        [id, JSON.stringify(candidates)],
      );
      if (file) await storeFiles(sql, [file]);
      return true;
    });
  }

  /** What a caller opened with this Idempotency-Key: a need, or one more offer with its rank. */
  async byKey(
    key: string,
  ): Promise<{ readonly id: string; readonly rank?: number; readonly bodyHash: string } | undefined> {
    const [row] = await this.database.query<{ id: string; rank: number | null; bodyHash: string }>(
      `SELECT need_id AS id, NULL AS rank, body_hash AS "bodyHash" FROM need WHERE key = $1
       UNION ALL SELECT need_id, rank, body_hash FROM need_candidate WHERE key = $1`,
      [key],
    );
    return row && withoutNulls(row);
  }

  /** One need; undefined when this agency has none with this id, or when it is of another unit than those in sight. */
  async one(id: string, sight?: Sight): Promise<NeedRow | undefined> {
    const [row] = await this.where(`n.need_id = $1 AND ${askedWithin(2)}`, [id, sight ?? null], 1);
    return row;
  }

  /** Needs of the units in sight, by case and by how they stood when they were looked at last, newest first. */
  async list(filter: {
    caseId?: string;
    status?: NeedStatus;
    sight?: Sight;
    limit: number;
  }): Promise<NeedRow[]> {
    const { caseId = null, status = null, sight = null, limit } = filter;
    return this.where(
      `($1::uuid IS NULL OR n.case_id = $1) AND ($2::text IS NULL OR n.status = $2) AND ${askedWithin(3)}`,
      [caseId, status, sight],
      limit,
    );
  }

  /** Every need for which something may have to be done. */
  async unsettled(): Promise<NeedRow[]> {
    return this.where('n.settled_at IS NULL', []);
  }

  /** How many needs of the units in sight are open, and how many are unmet with nobody having closed them. */
  async counts(sight?: Sight): Promise<{ readonly open: number; readonly unmet: number }> {
    const [row] = await this.database.query<{ open: number; unmet: number }>(
      `SELECT count(*) FILTER (WHERE status = 'open')::int AS open,
              count(*) FILTER (WHERE status = 'unmet' AND closing IS NULL)::int AS unmet FROM need n WHERE mode = ANY($1) AND ${askedWithin(2)}`,
      [this.modes, sight ?? null],
    );
    return row ?? { open: 0, unmet: 0 };
  }

  /** One more candidate at the end: a need that was unmet is open again by it. Answers the rank; undefined when its key was used before. */
  async add(id: string, { performer, request, key }: NewCandidate): Promise<number | undefined> {
    return this.database.transaction(async (sql) => {
      await sql('SELECT 1 FROM need WHERE need_id = $1 FOR UPDATE', [id]);
      const [row] = await sql<{ rank: number }>(
        `INSERT INTO need_candidate (need_id, rank, performer, request, key, body_hash)
         SELECT $1, count(*), $2, $3, $4, $5 FROM need_candidate WHERE need_id = $1 ON CONFLICT (key) DO NOTHING
         RETURNING rank`,
        [
          ...[id, JSON.stringify(performer), JSON.stringify(request)],
          ...[key?.key ?? null, key?.bodyHash ?? null],
        ],
      );
      await sql(
        `UPDATE need SET status = 'open', unmet_at = NULL, unmet_because = NULL, settled_at = NULL WHERE need_id = $1`,
        [id],
      );
      return row?.rank;
    });
  }

  /** Fixes the id of the task that is the offer to a candidate, once, and gives the request that it makes. */
  async named(
    id: string,
    rank: number,
    taskId: string,
  ): Promise<{ readonly taskId: string; readonly request: unknown } | undefined> {
    const [row] = await this.database.query<{ taskId: string; request: unknown }>(
      `UPDATE need_candidate SET task_id = coalesce(task_id, $3) WHERE need_id = $1 AND rank = $2 AND request IS NOT NULL
        RETURNING task_id AS "taskId", request`,
      [id, rank, taskId],
    );
    return row;
  }

  /** The offer to a candidate cannot be made; nothing happens when it was made meanwhile. */
  async notOffered(id: string, rank: number, refused: string): Promise<void> {
    await this.database.query(
      `UPDATE need_candidate c SET refused = $3 WHERE need_id = $1 AND rank = $2
          AND NOT EXISTS (SELECT 1 FROM task t WHERE t.task_id = c.task_id)`,
      [id, rank, refused],
    );
  }

  /** Its asker wants it closed; the first word stands. */
  async wantClosed(id: string, closing: NeedClosing): Promise<void> {
    await this.database.query(
      'UPDATE need SET closing = coalesce(closing, $2), settled_at = NULL WHERE need_id = $1',
      [id, JSON.stringify(closing)],
    );
    await this.database.query('SELECT pg_notify($1, $2)', [OUTBOX_CHANNEL, 'work']);
  }

  /** Nobody will do it; the first word stands. */
  async unmet(id: string, because: UnmetReason): Promise<void> {
    await this.database.query(
      `UPDATE need SET unmet_at = coalesce(unmet_at, now()), unmet_because = coalesce(unmet_because, $2) WHERE need_id = $1`,
      [id, because],
    );
  }

  /** How it stands now. */
  async stands(id: string, status: NeedStatus): Promise<void> {
    await this.database.query('UPDATE need SET status = $2 WHERE need_id = $1', [id, status]);
  }

  /** Nothing can follow any more for these candidates: what the requests said is forgotten. One that was added meanwhile stands. */
  async settle(id: string, candidates: number): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql('SELECT 1 FROM need WHERE need_id = $1 FOR UPDATE', [id]);
      const settled = await sql(
        `UPDATE need SET settled_at = now() WHERE need_id = $1
            AND (SELECT count(*) FROM need_candidate WHERE need_id = $1) = $2 RETURNING need_id`,
        [id, candidates],
      );
      if (settled.length > 0) await sql('UPDATE need_candidate SET request = NULL WHERE need_id = $1', [id]);
    });
  }

  /**
   * Takes in what stands on a need's subject. `taken`: it is the verdict, or says what is known. `refused`: it is no claim of
   * an offer of this need by who was offered it, or another verdict stands.
   */
  async verdict({ id, mode, sender, task, jws, sequence }: ReadVerdict): Promise<'taken' | 'refused'> {
    return this.database.transaction(async (sql) => {
      const [need] = await sql<{ is: string | null; event: string | null }>(
        `SELECT verdict_is AS is, verdict_event AS event FROM need WHERE need_id = $1 AND mode = $2 FOR UPDATE`,
        [id, mode],
      );
      if (!need) return 'refused';
      const offered = await sql(
        `SELECT 1 FROM need_candidate WHERE need_id = $1 AND task_id = $2 AND performer->>'agency' = $3`,
        [id, task ?? null, sender],
      );
      if (task !== undefined && offered.length === 0) return 'refused';
      await sql('UPDATE need SET stated_epoch = greatest(stated_epoch, $2) WHERE need_id = $1', [
        id,
        epochOf(sequence),
      ]);
      if (need.event !== null) return need.event === jws || task === undefined ? 'taken' : 'refused';
      // Our own closing may only say again that no offer can be accepted any more.
      if (task === undefined && need.is !== null) return 'taken';
      await sql(
        `UPDATE need SET verdict_is = $2, verdict_task = $3, verdict_event = $4, settled_at = NULL,
                closing = CASE WHEN $2 = 'closed' THEN closing END WHERE need_id = $1`,
        [id, task === undefined ? 'closed' : 'claimed', task ?? null, jws],
      );
      return 'taken';
    });
  }

  /** Something stands on the subject of a need that is no verdict: no claim can be recorded behind it. */
  async spoil(id: string, sequence: number): Promise<void> {
    await this.database.query(
      `UPDATE need SET verdict_is = 'spoilt', settled_at = NULL, stated_epoch = greatest(stated_epoch, $2)
        WHERE need_id = $1 AND verdict_is IS NULL`,
      [id, epochOf(sequence)],
    );
  }

  /**
   * Needs that can be accepted no more, of which the newest ledger may not know: it was rebuilt, and an offer may still
   * be open. Until their verdict stands there too, who was not selected could accept.
   */
  async unstated(): Promise<UnstatedNeed[]> {
    const rows = await this.database.query<UnstatedNeed>(
      `SELECT n.need_id AS id, n.mode, n.verdict_event AS "verdictEvent",
              CASE WHEN n.verdict_is IS NULL THEN a.task_id END AS "acceptedTask"
         FROM need n CROSS JOIN sender s LEFT JOIN LATERAL (
           SELECT c.task_id FROM need_candidate c
             JOIN event e ON e.task_id = c.task_id AND e.type = 'concordat.task.accepted.v1'
            WHERE c.need_id = n.need_id AND e.sequence < s.epoch * $1::bigint ORDER BY e.sequence LIMIT 1) a ON true
        WHERE n.settled_at IS NULL AND n.stated_epoch < s.epoch AND (n.verdict_is IS NOT NULL OR a.task_id IS NOT NULL)
          AND EXISTS (SELECT 1 FROM need_candidate c JOIN task t USING (task_id)
                       WHERE c.need_id = n.need_id AND c.task_id IS DISTINCT FROM coalesce(n.verdict_task, a.task_id)
                         AND coalesce(t.status, 'requested') NOT IN ('rejected', 'completed', 'failed', 'cancelled', 'entered-in-error'))
        ORDER BY n.created_at`,
      [EPOCH_STRIDE],
    );
    return rows.map(withoutNulls);
  }

  /** The claim that came with an acceptance was lost with its ledger: the acceptance speaks for it. */
  async claimedBy(id: string, taskId: string): Promise<void> {
    await this.database.query(
      `UPDATE need SET verdict_is = 'claimed', verdict_task = $2 WHERE need_id = $1 AND verdict_is IS NULL`,
      [id, taskId],
    );
  }

  /** A verdict stands on the ledger with this sequence, or the broker says that something does. */
  async stated(id: string, epoch: number): Promise<void> {
    await this.database.query(
      'UPDATE need SET stated_epoch = greatest(stated_epoch, $2) WHERE need_id = $1',
      [id, epoch],
    );
  }

  private async where(where: string, parameters: readonly unknown[], limit?: number): Promise<NeedRow[]> {
    const rows = await this.database.query<NeedColumns>(
      `SELECT ${NEED_COLUMNS} FROM need n WHERE ${where} AND n.mode = ANY($${parameters.length + 1})
        ORDER BY n.created_at DESC, n.need_id LIMIT $${parameters.length + 2}`,
      [...parameters, this.modes, limit ?? null],
    );
    return rows.map(needRowOf);
  }
}

/** Limits needs to those that the units of the sight ask for, which is the n-th parameter (null for all). */
const askedWithin = (parameter: number): string =>
  `($${parameter}::text[] IS NULL OR (n.asker->>'agency') || '/' || (n.asker->>'unit') = ANY($${parameter}))`;
