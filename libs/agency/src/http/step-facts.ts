import type { TaskCommandType } from '#domain';
import type { CancelBody, CompleteBody, DeclineBody, InformBody, StepBody } from './commands.dto.js';
import type {
  AcceptBody,
  CounterBody,
  EndPromiseBody,
  EscalateBody,
  HoldBody,
  OfferHandoverBody,
  SlotsBody,
  UndertakingBody,
} from './course.dto.js';

/** The steps that follow a request and move a task on, or tell something on it, as a caller asks for them. */
export type StepType = Extract<
  TaskCommandType,
  | 'receive'
  | 'accept'
  | 'reject'
  | 'start'
  | 'inform'
  | 'complete'
  | 'fail'
  | 'cancel'
  | 'counter'
  | 'accept-counter'
  | 'refuse-counter'
  | 'hold'
  | 'resume'
  | 'enter-in-error'
  | 'escalate'
  | 'offer-handover'
  | 'accept-handover'
  | 'refuse-handover'
  | 'set-slots'
  | 'promise'
  | 'end-promise'
>;

type Bodies = CancelBody &
  DeclineBody &
  InformBody &
  CompleteBody &
  CounterBody &
  HoldBody &
  EscalateBody &
  OfferHandoverBody &
  SlotsBody &
  Omit<AcceptBody, 'promise'> &
  Omit<EndPromiseBody, 'promise'>;

/** A body of any step. */
export type AnyStepBody = StepBody & Partial<Bodies> & { readonly promise?: UndertakingBody | string };

/** What a step is timed and named by. */
export interface StepMoment {
  /** The time of the task now, ISO 8601 in UTC. */
  readonly at: string;
  readonly handoverMinutes: number;
  readonly newId: () => string;
}

/** What the command of a step says of what its body says; times in UTC. */
export function saidIn(type: StepType, body: AnyStepBody, moment: StepMoment): object {
  switch (type) {
    case 'accept':
      return {
        ...undertaking(body.promise, moment),
        ...(body.slots && { slots: body.slots }),
        ...(body.occurredAt && { occurredAt: utc(body.occurredAt) }),
      };
    case 'promise':
      return undertaking(body.promise, moment);
    case 'end-promise':
      return { promise: body.promise, end: body.end };
    case 'reject':
    case 'fail':
      return { reason: body.reason, ...declineFacts(body), ...explained(body) };
    case 'cancel':
      return { reason: body.reason };
    case 'complete':
      return { outcome: body.outcome };
    case 'counter':
      return { ...(body.startBy && { startBy: utc(body.startBy) }), ...explained(body) };
    case 'hold':
      return { reviewAt: utc(body.reviewAt ?? '') };
    case 'escalate':
      return { to: (body.to ?? []).map(({ agency, unit }) => ({ agency, unit })), why: 'requested' };
    case 'offer-handover':
      return { lapsesAt: later(moment.at, body.lapsesWithinMinutes ?? moment.handoverMinutes) };
    case 'set-slots':
      return { slots: body.slots };
    default:
      return {};
  }
}

function undertaking(promise: AnyStepBody['promise'], { newId }: StepMoment): object {
  if (typeof promise !== 'object') return {};
  const { dueBy } = promise;
  return { promise: { id: newId(), ...(dueBy && { dueBy: utc(dueBy) }) } };
}

function declineFacts({ facts }: AnyStepBody): object {
  if (!facts) return {};
  const { availableAt, reviewAt, items, ask, reference } = facts;
  return {
    facts: {
      ...(availableAt && { availableAt: utc(availableAt) }),
      ...(reviewAt && { reviewAt: utc(reviewAt) }),
      ...(items && items.length > 0 && { items }),
      ...(ask && { ask: { agency: ask.agency, unit: ask.unit } }),
      ...(reference && { reference }),
    },
  };
}

const explained = ({ fact }: AnyStepBody): object => (fact === undefined ? {} : { explained: true });

const utc = (time: string): string => new Date(time).toISOString();

const later = (at: string, minutes: number): string =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString();
