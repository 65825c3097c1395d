import type { ClockState, DeclineFacts, Gap, Task } from '#domain';
import type { Cast, LiveTask } from './cast.js';
import type { Desk } from './desk.js';
import { historyOf } from './endings.js';
import type { OwnedAt } from './owner-history.js';

/** One item of a task as an agency shows it: what one side said last of it. */
export interface ItemSeen {
  readonly code: string;
  /** Who told it. */
  readonly agency: string;
  readonly unit?: string;
  readonly state: string;
  readonly stage: string;
  readonly value?: unknown;
  readonly absent?: string;
  readonly searchedSystem?: string;
  readonly searchedFor?: string;
  readonly searchedat?: string;
  /** Why this agency's service did not let it in. */
  readonly refused?: string;
  /** Why its sender took it back. */
  readonly recalled?: string;
  readonly eventId: string;
}

/** A task as an agency shows it. */
export interface TaskSeen {
  /** How it stands; absent where its request is not taken in yet. */
  readonly task?: Task;
  readonly items: readonly ItemSeen[];
  /** What this agency keeps, or kept, for a later stage. */
  readonly kept: readonly {
    readonly item: string;
    readonly stage: string;
    readonly ended?: string;
    readonly sentWith?: string;
  }[];
  readonly notices: readonly {
    readonly kind: string;
    readonly from: string;
    /** The unit that has to look, as the request names it. */
    readonly toUnit?: string;
    readonly detail: { readonly items?: readonly { readonly item: string }[] };
  }[];
}

/** An event of a task as an agency shows it: what was signed, and what was sealed beside it. */
export interface EventSeen {
  readonly sender: string;
  readonly event: {
    /** `/agency/unit`. */
    readonly source?: string;
    readonly type?: string;
    readonly time?: string;
    readonly data: {
      readonly items?: readonly { readonly code: string }[];
      readonly reason?: string;
      readonly facts?: DeclineFacts;
      /** The rules of law of which the sender was warned, by code. */
      readonly warnings?: readonly string[];
    };
  };
  readonly content: {
    readonly note?: string;
    /** The fact of a decline in words. */
    readonly fact?: string;
    /** In the order of the signed items; `value` is null where there is none, and absent where it was refused. */
    readonly items?: readonly { readonly value?: unknown }[];
  };
}

/** A case as an agency shows it. */
export interface CaseSeen {
  readonly identity: {
    readonly status: string;
    readonly name?: unknown;
    readonly aliases: readonly string[];
  };
  readonly agePrecaution: string;
  readonly standing: readonly { readonly code: string; readonly state: string }[];
  readonly entries: readonly { readonly entry: { readonly note?: string } }[];
  /** The clocks of the person, with the whole minutes that are left. */
  readonly clocks: readonly (ClockState & { readonly remainingMinutes?: number })[];
}

/** A disclosure as the audit service shows it. */
export interface RowSeen {
  readonly eventId: string;
  readonly item: string;
  readonly category: string;
  readonly receiver: string;
  /** The unit that told it. */
  readonly senderUnit?: string;
  /** The receiver's report that it did not let the item in. */
  readonly refusedBy?: unknown;
}

/** An attempt to tell an item, which was not let through, as the audit service shows it. */
export interface StoppedSeen {
  readonly item: string;
  readonly receiver: string;
  readonly why: string;
}

/** What the request of a task says for ever, as the audit service shows it. */
export interface RequestSeen {
  readonly purpose?: string;
  readonly basis?: string;
}

/**
 * What assertions are judged by: what agencies and the audit service answer to who asks them. Each look is a fresh one, and
 * rejects with a sentence when there is no answer.
 */
export interface Views {
  task(agency: string, live: LiveTask): Promise<TaskSeen>;
  events(agency: string, live: LiveTask): Promise<readonly EventSeen[]>;
  /** The case that was opened last. */
  case(agency: string): Promise<CaseSeen>;
  gaps(agency: string): Promise<readonly Gap[]>;
  disclosures(live: LiveTask): Promise<readonly RowSeen[]>;
  stopped(live: LiveTask): Promise<readonly StoppedSeen[]>;
  request(live: LiveTask): Promise<RequestSeen>;
  /** The task after each of its events, as the agency was told it live. */
  history(agency: string, live: LiveTask): readonly OwnedAt[];
  /** What time it is in the exercise for this agency, ISO 8601. */
  now(agency: string): Promise<string>;
  /** True when the audit log has every event of every task that its asker was told of so far. */
  caughtUp(): Promise<boolean>;
}

/** The views of a running system. */
export function viewsOf(cast: Cast, audit: Desk): Views {
  const at = (agency: string): Desk => {
    const desk = cast.desk(agency);
    if (!desk) throw new Error(`the running system has no service of ${agency}`);
    return desk;
  };
  const ofCase = (agency: string): string => `/cases/${cast.caseId(cast.newest, agency) ?? ''}`;
  return {
    task: async (agency, { id }) => got<TaskSeen>(at(agency), `/tasks/${id}`),
    events: async (agency, { id }) =>
      (await got<{ events: readonly EventSeen[] }>(at(agency), `/tasks/${id}/events`)).events,
    case: async (agency) => got<CaseSeen>(at(agency), ofCase(agency)),
    gaps: async (agency) => (await got<{ gaps: readonly Gap[] }>(at(agency), `${ofCase(agency)}/gaps`)).gaps,
    disclosures: ({ id }) => rowsOf<RowSeen>(audit, `/disclosures?task=${id}&limit=500`),
    stopped: ({ id }) => rowsOf<StoppedSeen>(audit, `/refused-disclosures?task=${id}&limit=500`),
    request: async ({ id }) => {
      const { events } = await got<{ events: readonly { says: RequestSeen }[] }>(audit, `/tasks/${id}/story`);
      return events[0]?.says ?? {};
    },
    history: (agency, live) => historyOf(cast, agency, live),
    now: async (agency) => (await got<{ at: string }>(at(agency), `/exercises/${cast.exercise}`)).at,
    caughtUp: async () => {
      const behind = await Promise.all(
        [...cast.tasks.values()].map(async ({ id, asker }) => {
          const { events } = await got<{ events: readonly unknown[] }>(audit, `/tasks/${id}/story`);
          return events.length < cast.feeds.ofTask(asker.agency, id).length;
        }),
      );
      return !behind.includes(true);
    },
  };
}

async function got<T>(desk: Desk, path: string): Promise<T> {
  const answer = await desk.get(path);
  if ('problem' in answer) throw new Error(`no answer to look at (${answer.problem.code})`);
  return answer.body as T;
}

/** Every row of a search, page by page. */
async function rowsOf<T>(audit: Desk, path: string): Promise<readonly T[]> {
  const rows: T[] = [];
  for (let after = ''; ;) {
    const page = await got<{ rows: readonly T[]; next?: string }>(audit, `${path}${after}`);
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    after = `&after=${page.next}`;
  }
}
