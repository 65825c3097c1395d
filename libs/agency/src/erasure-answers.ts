import { uuidv7 } from 'uuidv7';
import { encodeEvent, erasureSubject, signJws, type LedgerEvent, type SigningKey } from '#contracts';
import type { ErasureStore, Report, ReportPlace, UntoldAnswer } from '#storage';
import { leafHash } from '#transparency';

/** What the answers to erasures need around them. */
export interface AnswerSurroundings {
  readonly agency: string;
  readonly erasures: ErasureStore;
  readonly key: SigningKey;
  readonly directoryVersion: () => number;
}

/**
 * Tells the audit service what this agency did with its own copies of what was erased, as a numbered event that becomes a leaf of the
 * log; of copies that it erased only once its database's files hold none either.
 */
export class ErasureAnswers {
  constructor(private readonly around: AnswerSurroundings) {}

  /** One round: true when there may be more to do at once. Throws StorageError CANNOT_SCRUB. */
  async round(): Promise<boolean> {
    const { erasures, directoryVersion } = this.around;
    const scrubbed = await erasures.scrub();
    if (directoryVersion() === 0) return false;
    const told = await erasures.report((answer, place) => this.compose(answer, place));
    return scrubbed || told > 0;
  }

  private async compose(answer: UntoldAnswer, place: ReportPlace): Promise<Report> {
    const { agency, key } = this.around;
    const event = this.event(answer, place);
    const jws = await signJws(encodeEvent(event), key);
    return {
      eventId: event.id,
      type: event.type,
      subject: erasureSubject(agency),
      event: jws,
      leafHash: leafHash(Buffer.from(jws, 'ascii')),
    };
  }

  private event(
    { id, answer, keepingGround, actor, answeredAt }: UntoldAnswer,
    { number, epoch, skipped }: ReportPlace,
  ): LedgerEvent {
    const { agency, directoryVersion } = this.around;
    return {
      specversion: '1.0',
      type: 'concordat.erasure.answered.v1',
      source: `/${agency}`,
      id: uuidv7(),
      time: answeredAt.toISOString(),
      datacontenttype: 'application/json',
      sendernumber: number,
      epoch,
      directoryversion: directoryVersion(),
      actor: actor.ref,
      actorrole: actor.role,
      actortype: actor.type,
      data: {
        erasure: id,
        answer,
        ...(keepingGround && { ground: keepingGround }),
        ...(skipped.length > 0 && { skipped: [...skipped] }),
      },
    } as LedgerEvent;
  }
}
