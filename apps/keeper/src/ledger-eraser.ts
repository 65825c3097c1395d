import type { Logger } from 'pino';
import {
  AUDIT_SUBJECT,
  decodeEvent,
  decodeMessage,
  encodeMessage,
  parseTaskSubject,
  readJws,
  type LedgerErased,
  type Trust,
} from '#contracts';
import type { LedgerOwner, StoredMessage } from '#messaging';
import { believe } from './member-trust.js';

/** What the audit service asks: the signed event of its erasure, and the subjects of the tasks of the erased cases. */
export interface EraseQuestion {
  readonly event: string;
  readonly subjects: readonly string[];
}

/** Why nothing was deleted: no erasure that the audit service has signed, or subjects that are none of tasks. */
export type EraseRefusal = 'NO_ERASURE' | 'NO_TASK';

/** A message of a subject, and whether it says that it is of an erased case. */
interface Judged {
  readonly sequence: number;
  readonly ofCase: boolean;
}

/** Deletes the ledger's copies of what was erased: the broker writes over each message. */
export class LedgerEraser {
  constructor(
    private readonly owner: LedgerOwner,
    private readonly trust: Trust,
    private readonly log: Pick<Logger, 'info'>,
  ) {}

  /**
   * Deletes what stands on these subjects, where it is of a case that the signed erasure names and the audit service and both
   * parties have taken it in; who has not is named, and asked for again. Asked twice it deletes the rest. Throws MessagingError.
   */
  async erase({
    event,
    subjects,
  }: EraseQuestion): Promise<LedgerErased | { readonly refused: EraseRefusal }> {
    const read = await believe({ subject: AUDIT_SUBJECT, data: encodeMessage({ event }) }, this.trust);
    if ('refused' in read || read.event.type !== 'concordat.audit.erased.v1')
      return { refused: 'NO_ERASURE' };
    if (subjects.some((subject) => parseTaskSubject(subject) === undefined)) return { refused: 'NO_TASK' };
    const { cases, erasure } = read.event.data;
    const floors = await this.owner.ackFloors();
    const awaiting = new Set<string>();
    let erased = 0;
    for (const subject of subjects) {
      const found = await this.messagesOf(subject, cases);
      const behind = membersBehind(subject, found.at(-1)?.sequence ?? 0, floors);
      behind.forEach((member) => awaiting.add(member));
      if (behind.length > 0) continue;
      erased += await this.remove(found);
    }
    this.log.info({ erasure, erased, awaiting: [...awaiting] }, 'deleted what the audit service has erased');
    return { erased, awaiting: [...awaiting] };
  }

  /** Nothing where no message on the subject is of one of the cases. */
  private async messagesOf(subject: string, cases: readonly string[]): Promise<readonly Judged[]> {
    const found: Judged[] = [];
    for (
      let at = await this.owner.next(subject, 1);
      at;
      at = await this.owner.next(subject, at.sequence + 1)
    ) {
      found.push({ sequence: at.sequence, ofCase: cases.includes(caseOf(at) ?? '') });
    }
    return found.some(({ ofCase }) => ofCase) ? found : [];
  }

  /** What shows that the subject is of the case goes last: a keeper that was killed in between begins again. */
  private async remove(found: readonly Judged[]): Promise<number> {
    const inOrder = [...found].sort((a, b) => Number(a.ofCase) - Number(b.ofCase));
    for (const { sequence } of inOrder) await this.owner.erase(sequence);
    return inOrder.length;
  }
}

/** The case that a message names. Who signed it says no more: the audit service asks only for tasks whose events it has believed. */
function caseOf({ data }: StoredMessage): string | undefined {
  try {
    return decodeEvent(readJws(decodeMessage(data).event).payload).caseid;
  } catch {
    return undefined;
  }
}

/** The audit service and the two parties, as far as they have not acknowledged the last message of the subject. */
function membersBehind(subject: string, last: number, floors: ReadonlyMap<string, number>): string[] {
  const { asker, performer } = parseTaskSubject(subject) ?? { asker: '', performer: '' };
  return [...new Set(['audit', asker, performer])].filter((member) => (floors.get(member) ?? 0) < last);
}
