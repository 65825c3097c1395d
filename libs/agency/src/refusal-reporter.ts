import { uuidv7 } from 'uuidv7';
import {
  encodeEvent,
  refusalSubject,
  signJws,
  type DisclosureRefusedData,
  type LedgerEvent,
  type SigningKey,
} from '#contracts';
import type { NotedRefusal, RefusalStore, Report, ReportPlace } from '#storage';
import { leafHash } from '#transparency';
import type { Actor } from './wish.js';

/** What the reporter needs around it. */
export interface ReporterSurroundings {
  readonly agency: string;
  readonly refusals: RefusalStore;
  readonly key: SigningKey;
  readonly directoryVersion: () => number;
  /** The service itself, for what came in from another agency. */
  readonly actor: Actor;
}

/** Most reports in one round. */
const ROUND = 100;

/**
 * Tells the audit service what this agency did not let through, its own attempts and what another agency sent: codes
 * only, each once, as a numbered event that becomes a leaf of the log.
 */
export class RefusalReporter {
  constructor(private readonly around: ReporterSurroundings) {}

  /** One round: true when there may be more to report at once. */
  async round(): Promise<boolean> {
    const { refusals, directoryVersion } = this.around;
    if (directoryVersion() === 0 || (await refusals.unreported(1)).length === 0) return false;
    const reported = await refusals.report(ROUND, (refusal, place) => this.compose(refusal, place));
    return reported === ROUND;
  }

  private async compose(refusal: NotedRefusal, place: ReportPlace): Promise<Report> {
    const { agency, key } = this.around;
    const event = this.event(refusal, place);
    const jws = await signJws(encodeEvent(event), key);
    return {
      eventId: event.id,
      type: event.type,
      subject: refusalSubject(agency),
      event: jws,
      leafHash: leafHash(Buffer.from(jws, 'ascii')),
    };
  }

  private event(refusal: NotedRefusal, place: ReportPlace): LedgerEvent {
    const { agency, actor: itself, directoryVersion } = this.around;
    const { mode, actor = itself, occurredAt } = refusal;
    return {
      specversion: '1.0',
      type: 'concordat.disclosure.refused.v1',
      source: `/${agency}`,
      id: uuidv7(),
      time: occurredAt,
      datacontenttype: 'application/json',
      sendernumber: place.number,
      ...(mode && { mode }),
      epoch: place.epoch,
      directoryversion: directoryVersion(),
      actor: actor.ref,
      actorrole: actor.role,
      actortype: actor.type,
      data: refusedData(refusal, place.skipped),
    };
  }
}

function refusedData(refusal: NotedRefusal, skipped: readonly number[]): DisclosureRefusedData {
  const { direction, other, kind, taskId, caseId, eventId, items } = refusal;
  return {
    direction,
    other,
    ...(kind && { kind }),
    ...(taskId && { taskid: taskId }),
    ...(caseId && { caseid: caseId }),
    ...(eventId && { eventid: eventId }),
    items: items.map(({ code, why }) => ({ code, why })),
    ...(skipped.length > 0 && { skipped: [...skipped] }),
  };
}
