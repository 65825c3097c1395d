import type { FastifyReply } from 'fastify';
import type { Answer, ItemsTold, ToldBeside } from '../wish.js';
import type { LeftOut } from './case-offer.js';
import { Problem, refusalProblem } from './problem.js';

/** What a caller is told of a command that was taken. */
export interface Told extends ToldBeside {
  readonly state: 'recorded' | 'queued';
  readonly taskId: string;
  readonly eventId: string;
  /** Its place on the ledger, once it is recorded. */
  readonly sequence?: number;
}

/**
 * Sets status and Location for what became of a command: recorded, or 202 while it is queued. Throws Problem on a refusal,
 * when the event will never be sent, and when a verdict came after the task had expired.
 */
export function tell(
  reply: FastifyReply,
  answer: Answer,
  about: {
    readonly created?: boolean;
    readonly items?: readonly { code: string }[];
    readonly waitMs?: number | undefined;
  },
): Told {
  if ('refused' in answer) throw refusalProblem(answer, about.items);
  if ('late' in answer) throw tooLate(answer);
  if (about.waitMs !== undefined) void reply.header('preference-applied', `wait=${about.waitMs / 1000}`);
  const { eventId, taskId } = answer;
  const beside = {
    ...('items' in answer && { items: answer.items }),
    ...('warnings' in answer && { warnings: answer.warnings }),
  };
  switch (answer.state) {
    case 'recorded':
      void reply.status(about.created ? 201 : 200);
      if (about.created) void reply.header('location', `/tasks/${taskId}`);
      return { state: answer.state, taskId, eventId, sequence: answer.sequence, ...beside };
    case 'queued':
      void reply.status(202).header('location', `/messages/${eventId}`);
      return { state: answer.state, taskId, eventId, ...beside };
    case 'expired-unsent':
    case 'refused':
      throw unsent(answer);
    default:
      return answer satisfies never;
  }
}

/** A success could be taken for an acceptance that holds. */
function tooLate({ eventId, taskId, state }: Extract<Answer, { state: 'recorded' | 'queued' }>): Problem {
  const detail = 'the task had expired; your answer is kept and told to the asker, and has no effect';
  return new Problem('TASK_EXPIRED', { because: { taskId, eventId, state }, detail });
}

function unsent(answer: Extract<Answer, { state: 'expired-unsent' | 'refused' }>): Problem {
  const { eventId, taskId, refusal } = answer;
  const because = { eventId, taskId, ...(refusal ? { refusal } : {}) };
  const detail = 'the other agency has not seen this and will not: telephone them';
  return new Problem(answer.state === 'refused' ? 'NOT_SENT' : 'EXPIRED_UNSENT', { because, detail });
}

/** Adds what of the case file was not even tried. */
export function withLeft(items: ItemsTold | undefined, left: readonly LeftOut[]): ItemsTold | undefined {
  if (left.length === 0) return items;
  const { sent = [], kept = [], leftOut = [] } = items ?? {};
  return { sent, kept, leftOut: [...leftOut, ...left.map(({ code, why }) => ({ code, why }))] };
}
