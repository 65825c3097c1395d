import { CLOCK_REFUSALS, IDENTITY_REFUSALS, REFUSALS, type Fault } from '#domain';
import type { Refused } from '../wish.js';

/** Media type of every error that the service answers with (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457 problem details, with the code for programs and every fault with its place. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly code: string;
  readonly faults: readonly Fault[];
  /** Codes and times that show why; never content. */
  readonly because?: Readonly<Record<string, unknown>>;
}

/** What a problem may say beside its code. */
export interface ProblemParts {
  readonly detail?: string;
  readonly faults?: readonly Fault[];
  readonly because?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Known {
  readonly status: number;
  readonly title: string;
}

const EDGE: Readonly<Record<string, Known>> = {
  NOT_JSON: { status: 400, title: 'The body is not one JSON text in UTF-8.' },
  AMBIGUOUS_JSON: { status: 400, title: 'The body is JSON that two readers could read differently.' },
  BAD_INPUT: { status: 400, title: 'The request does not have the form that this endpoint takes.' },
  BAD_CONTENT: {
    status: 422,
    title: 'The request names what does not exist, or says what does not fit together.',
  },
  NO_VALID_TOKEN: { status: 401, title: 'The request carries no token of a system of this agency.' },
  NOT_YOUR_UNIT: { status: 403, title: 'The calling system acts for other units of this agency.' },
  NOT_FOR_THIS_PERSON: {
    status: 403,
    title: 'The person who is signed in may not ask this of this agency.',
  },
  ISSUER_AWAY: {
    status: 503,
    title: 'The service cannot check who is signed in, since the sign-in service does not answer.',
  },
  NOT_FOUND: { status: 404, title: 'There is nothing at this address.' },
  CASE_UNKNOWN: { status: 404, title: 'There is no case with this id.' },
  EXERCISE_UNKNOWN: { status: 404, title: 'This agency has not heard of an exercise with this id.' },
  MESSAGE_UNKNOWN: { status: 404, title: 'This agency has no event with this id.' },
  NEED_UNKNOWN: { status: 404, title: 'This agency has no need with this id.' },
  WEBHOOK_UNKNOWN: { status: 404, title: 'The calling system has no webhook with this id.' },
  DRAFT_UNKNOWN: { status: 404, title: 'The caller has no draft with this id.' },
  TOO_MANY_DRAFTS: {
    status: 409,
    title: 'The caller has as many drafts as one may have: send or remove some.',
  },
  ERASURE_UNKNOWN: { status: 404, title: 'This agency has heard of no erasure with this id.' },
  ERASURE_ANSWERED: { status: 409, title: 'The erasure was answered before, and the answer stands.' },
  CASES_NOT_SETTLED: {
    status: 409,
    title: 'A task of these cases is open, or something of them is on its way: try again when it is done.',
  },
  CASE_CLOSED: { status: 409, title: 'The case is closed.' },
  EXPIRED_UNSENT: {
    status: 409,
    title: 'The request was not recorded in time and will never be sent: telephone them.',
  },
  NOBODY_TO_ASK: {
    status: 409,
    title: 'Nobody could take this now: POST /candidates says what each unit lacks.',
  },
  TASK_EXPIRED: { status: 409, title: 'The task had expired before this answer.' },
  NOT_SENT: { status: 409, title: 'The event will never be sent: telephone them.' },
  OFFER_NOT_POSSIBLE: {
    status: 422,
    title: 'Of the offers of this need one or more cannot be made, so none was.',
  },
  METHOD_OR_FORM: { status: 400, title: 'The request is not one that HTTP or this service allows.' },
  TOO_LARGE: { status: 413, title: 'The body is larger than this service takes.' },
  NOT_THIS_MEDIA_TYPE: { status: 415, title: 'The body must be application/json.' },
  DATABASE_AWAY: {
    status: 503,
    title: 'The service cannot reach its database; nothing is known to be stored.',
  },
  STOPPING: { status: 503, title: 'The service is stopping.' },
  BROKEN: { status: 500, title: 'The service failed.' },
};

const DESK: Readonly<Record<string, string>> = {
  ITEM_NOT_ALLOWED: 'No rule lets one or more of these items travel at this stage.',
  IDEMPOTENCY_KEY_REUSED: 'The Idempotency-Key was used before with another request.',
  EARLIER_STEP_NOT_RECORDED: 'An earlier step on this task is not recorded yet.',
  KEPT_ITEM_CHANGED: 'An item that waited was put right, taken back or sent meanwhile.',
  ROLE_MAY_NOT_REVIEW: 'The agreement does not let this role review the override.',
};

const STATUS: Readonly<Record<string, number>> = {
  TASK_UNKNOWN: 404,
  NOT_THE_ASKER: 403,
  NOT_THE_PERFORMER: 403,
  NOT_A_PARTY: 403,
  ITEM_NOT_ALLOWED: 403,
  ROLE_MAY_NOT_REVIEW: 403,
  IDENTITY_OF_ANOTHER_AGENCY: 403,
  ANOTHER_IDENTITY_CONFIRMED: 409,
  NO_IDENTITY_CONFIRMED: 409,
  TASK_CLOSED: 409,
  TASK_EXISTS: 409,
  ANOTHER_TASK: 409,
  NEED_ALREADY_MET: 409,
  OVERTAKEN: 409,
  NOT_IN_THIS_STATUS: 409,
  EARLIER_STEP_NOT_RECORDED: 409,
  KEPT_ITEM_CHANGED: 409,
  IDEMPOTENCY_KEY_REUSED: 409,
  REPORTED_BEFORE: 409,
  NOT_DUE_YET: 409,
  NO_SUCH_DEADLINE: 409,
  RESPONSIBILITY_RETAINED: 409,
  NOT_RESPONSIBLE: 403,
  HANDOVER_OFFERED: 409,
  NO_HANDOVER_OFFERED: 409,
  OWN_HANDOVER: 403,
  NO_COUNTER_OFFER: 409,
  OFFER_OF_A_NEED: 409,
  SLOTS_OPEN: 409,
  PROMISE_EXISTS: 409,
  PROMISE_ENDED: 409,
  NOT_YOUR_PROMISE: 403,
  CLOCK_RUNNING: 409,
  CLOCK_NOT_RUNNING: 409,
  CLOCK_ENDED: 409,
  CLOCK_RUN_OUT: 409,
  CLOCK_EXTENDED_ALREADY: 409,
};

/** Which field of a body a refusal is about, where it is about one. */
const PLACES: Readonly<Record<string, string>> = {
  UNKNOWN_KIND: '/kind',
  UNKNOWN_UNIT: '/unit',
  UNIT_OF_NO_PARTY: '/to',
  UNIT_TASKS_ITSELF: '/to/unit',
  KIND_NOT_FOR_THIS_PERFORMER: '/to/agency',
  KIND_NOT_FROM_THIS_ASKER: '/kind',
  REASON_NOT_ALLOWED: '/reason',
  OUTCOME_NOT_ALLOWED: '/outcome',
  DECIDE_BY_IN_THE_PAST: '/decideBy',
  OVERTAKEN: '/seenStatus',
  NAME_NOT_KNOWN: '/items',
  FACT_MISSING: '/facts',
  TERMS_MISSING: '/startBy',
  OCCURRED_IN_THE_FUTURE: '/occurredAt',
  OCCURRED_TOO_LONG_AGO: '/occurredAt',
  UNKNOWN_SLOT: '/slots',
  SLOTS_OPEN: '/outcome',
  PROMISE_UNKNOWN: '/promise',
  EXTENSION_REASON_NOT_ALLOWED: '/reason',
  EXTENSION_LENGTH_NOT_ALLOWED: '/minutes',
};

/** An error of the HTTP edge that the caller is told in full. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: string,
    private readonly parts: ProblemParts = {},
  ) {
    super(code);
    this.headers = parts.headers ?? {};
  }

  /** HTTP status of the code. */
  get status(): number {
    return EDGE[this.code]?.status ?? STATUS[this.code] ?? 422;
  }

  /** The problem as it is answered, for a request of this path. */
  body(instance?: string): ProblemBody {
    const { faults = [], because, detail } = this.parts;
    const title = titleOf(this.code);
    return {
      type: `urn:concordat:problem:${this.code.toLowerCase().replaceAll('_', '-')}`,
      title,
      status: this.status,
      detail: detail ?? detailOf(title, faults, because),
      ...(instance && { instance }),
      code: this.code,
      faults,
      ...(because && { because }),
    };
  }
}

/** The problem that a refusal of the desk is; `items` are the codes as they stood in the body, for the places of faults. */
export function refusalProblem(
  { refused, because }: Refused,
  items: readonly { code: string }[] = [],
): Problem {
  return new Problem(refused, {
    faults: refusalFaults(refused, because, items),
    ...(because && { because }),
  });
}

function refusalFaults(
  refused: string,
  because: Refused['because'],
  items: readonly { code: string }[],
): Fault[] {
  if (refused === 'ITEM_NOT_ALLOWED') {
    const codes = because?.['items'] as readonly string[] | undefined;
    return items.flatMap(({ code }, index) =>
      codes?.includes(code)
        ? [{ pointer: `/items/${index}`, code: refused, detail: `${code} does not travel at this stage` }]
        : [],
    );
  }
  const pointer = PLACES[refused];
  return pointer ? [{ pointer, code: refused, detail: detailOf(titleOf(refused), [], because) }] : [];
}

/** What a code means, in one plain sentence. */
function titleOf(code: string): string {
  const refusals: Readonly<Record<string, string>> = {
    ...REFUSALS,
    ...IDENTITY_REFUSALS,
    ...CLOCK_REFUSALS,
  };
  return EDGE[code]?.title ?? DESK[code] ?? refusals[code] ?? 'The step is refused.';
}

function detailOf(title: string, faults: readonly Fault[], because: Refused['because']): string {
  if (faults.length > 0)
    return faults.length === 1 ? '1 fault, listed in faults' : `${faults.length} faults, listed in faults`;
  const facts = Object.entries(because ?? {}).map(([name, fact]) => `${name}: ${[fact].flat().join(', ')}`);
  return facts.length > 0 ? facts.join('; ') : title;
}
