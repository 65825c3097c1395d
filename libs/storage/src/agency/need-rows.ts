import type {
  CancelReason,
  Mode,
  Need,
  NeedState,
  NeedStrategy,
  NeedVerdict,
  OfferTask,
  Party,
  UnmetReason,
} from '#domain';

/** Who wanted the need, as events name it. */
export interface NeedActor {
  readonly ref: string;
  readonly role: string;
  readonly type: 'person' | 'system';
}

/** Whom a need is offered to, with the request as it is made to this one. */
export interface NewCandidate {
  readonly performer: Party;
  readonly request: object;
  /** For one that was added by itself: the caller's Idempotency-Key with the hash of the body that came with it. */
  readonly key?: NewNeed['key'] | undefined;
}

/** A need as it is opened, with the request as it is made to each candidate, best first. */
export interface NewNeed {
  readonly id: string;
  readonly caseId: string;
  readonly mode: Mode;
  readonly kind: string;
  readonly strategy: NeedStrategy;
  readonly asker: Party;
  readonly actor: NeedActor;
  readonly candidates: readonly NewCandidate[];
  /** Caller's Idempotency-Key with the hash of the body that came with it. */
  readonly key?: { readonly key: string; readonly bodyHash: string };
}

/** That its asker wants a need closed: why, and who says so. */
export interface NeedClosing {
  readonly reason: CancelReason;
  readonly unit: string;
  readonly actor: NeedActor;
}

/** A need with all that is known here of its offers. */
export interface NeedRow {
  readonly need: Need;
  readonly tasks: ReadonlyMap<string, OfferTask>;
  readonly actor: NeedActor;
  readonly createdAt: Date;
  /** Its asker wants it closed, whether or not that stands on the ledger. */
  readonly closing?: NeedClosing;
  /** How it stood when it was looked at last. */
  readonly status: NeedStatus;
  readonly unmetAt?: Date;
  readonly unmetBecause?: UnmetReason;
  /** Why an offer could not be made, by its rank. */
  readonly refused: ReadonlyMap<number, string>;
}

/** A need whose verdict may stand on no ledger any more. */
export interface UnstatedNeed {
  readonly id: string;
  readonly mode: string;
  /** The signed text of the verdict; absent where it is known by the acceptance alone, or was spoilt. */
  readonly verdictEvent?: string;
  /** The task that was accepted, where no verdict is known. */
  readonly acceptedTask?: string;
}

/** How a need stood when it was looked at last. */
export type NeedStatus = NeedState['status'];

/** Columns of a need with its candidates, from `need n`. */
export const NEED_COLUMNS = `n.need_id AS id, n.case_id AS "caseId", n.mode, n.kind, n.strategy, n.asker, n.actor,
  n.created_at AS "createdAt", n.closing, n.status, n.verdict_is AS "verdictIs", n.verdict_task AS "verdictTask",
  n.unmet_at AS "unmetAt", n.unmet_because AS "unmetBecause",
  (SELECT jsonb_agg(jsonb_build_object(
            'performer', c.performer, 'task', c.task_id, 'refused', c.refused,
            'unsent', u.task_id IS NOT NULL, 'made', t.task_id IS NOT NULL,
            'status', t.state->>'status', 'statusReason', t.state->>'statusReason') ORDER BY c.rank)
     FROM need_candidate c LEFT JOIN task t ON t.task_id = c.task_id
     LEFT JOIN outbox u ON u.task_id = c.task_id AND u.task_version = 1 AND u.state IN ('expired-unsent', 'refused')
    WHERE c.need_id = n.need_id) AS candidates`;

interface CandidateColumns {
  readonly performer: Party;
  readonly task: string | null;
  readonly refused: string | null;
  /** Its request was never recorded, and never will be. */
  readonly unsent: boolean;
  readonly made: boolean;
  readonly status: OfferTask['status'] | null;
  readonly statusReason: string | null;
}

/** What `NEED_COLUMNS` gives. */
export interface NeedColumns extends Pick<Need, 'id' | 'caseId' | 'mode' | 'kind' | 'strategy' | 'asker'> {
  readonly actor: NeedActor;
  readonly createdAt: Date;
  readonly closing: NeedClosing | null;
  readonly status: NeedStatus;
  readonly verdictIs: NeedVerdict['is'] | null;
  readonly verdictTask: string | null;
  readonly unmetAt: Date | null;
  readonly unmetBecause: UnmetReason | null;
  readonly candidates: readonly CandidateColumns[];
}

/** A need as the domain knows it, read from its columns. */
export function needRowOf(columns: NeedColumns): NeedRow {
  const { actor, createdAt, closing, status, verdictIs: _is, verdictTask: _task, ...rest } = columns;
  const { unmetAt, unmetBecause, candidates, ...facts } = rest;
  const verdict = verdictOf(columns);
  return {
    need: {
      ...facts,
      candidates: candidates.map(({ performer, task, refused, unsent }) => ({
        performer,
        ...(task !== null && { task }),
        ...((refused !== null || unsent) && { notSent: true as const }),
      })),
      ...(verdict && { verdict }),
      ...(unmetAt && { declaredUnmet: true as const }),
    },
    tasks: new Map(candidates.flatMap(offerTaskOf)),
    actor,
    createdAt,
    status,
    refused: new Map(
      candidates.flatMap(({ refused }, rank) => (refused === null ? [] : [[rank, refused] as const])),
    ),
    ...(closing && { closing }),
    ...(unmetAt && { unmetAt }),
    ...(unmetBecause && { unmetBecause }),
  };
}

function offerTaskOf({
  task,
  made,
  status,
  statusReason,
}: CandidateColumns): readonly (readonly [string, OfferTask])[] {
  if (task === null || !made) return [];
  return [[task, { ...(status && { status }), ...(statusReason && { statusReason }) }]];
}

function verdictOf({ verdictIs, verdictTask, closing }: NeedColumns): NeedVerdict | undefined {
  switch (verdictIs) {
    case null:
      return undefined;
    case 'claimed':
      return { is: 'claimed', task: verdictTask ?? '' };
    case 'closed':
      return { is: 'closed', reason: closing?.reason ?? 'no-longer-needed' };
    case 'spoilt':
      return { is: 'spoilt' };
    default:
      return verdictIs satisfies never;
  }
}
