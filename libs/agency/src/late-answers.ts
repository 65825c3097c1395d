import type { OutboxStore } from '#storage';
import type { Answer } from './wish.js';

/**
 * The answer to a verdict, marked where the task had expired before it: also where the verdict lost its place to the expiry
 * and was decided again, so that nobody takes a late acceptance for one that holds.
 */
export async function markedLate(answer: Answer, outbox: Pick<OutboxStore, 'sent'>): Promise<Answer> {
  if ('refused' in answer || (answer.state !== 'recorded' && answer.state !== 'queued')) return answer;
  const [sent] = await outbox.sent([answer.eventId]);
  return sent?.type === 'concordat.task.answered-late.v1' ? { ...answer, late: true } : answer;
}
