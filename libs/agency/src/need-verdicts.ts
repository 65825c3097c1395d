import { encodeMessage, epochOf, needSubject, readJws } from '#contracts';
import type { Append } from '#messaging';
import type { NeedRow, NeedStore, UnstatedNeed } from '#storage';
import { claimAppend, needClaim } from './need-claim.js';
import { serviceActor } from './service-actor.js';
import type { Speaker } from './words.js';

/**
 * Says on a need's subject what its asker has to say there: that it closes the need, and, when the broker was rebuilt, what
 * stood there before, so that who was not selected cannot accept on the new ledger either. Where something stands
 * already nothing is said: no claim can follow it.
 */
export class NeedVerdicts {
  constructor(
    private readonly needs: NeedStore,
    private readonly speaker: Speaker,
  ) {}

  /** Closes a need for who wants it closed. Whether that came first is told by this agency's own reading of the ledger. */
  async close({ need, closing }: NeedRow): Promise<void> {
    if (!closing) return;
    const { agency, epoch, directoryVersion, key, writer } = this.speaker;
    const frame = {
      by: { agency, unit: closing.unit },
      at: new Date().toISOString(),
      epoch: epoch(),
      directoryVersion: directoryVersion(),
      actor: closing.actor,
    };
    const claim = await needClaim({ mode: need.mode, asker: agency, need: need.id }, frame, key);
    await writer.append([claimAppend(claim)]);
  }

  /** States again what the newest ledger may not know. Answers how many of them it does not know yet. */
  async restate(): Promise<number> {
    let left = 0;
    for (const need of await this.needs.unstated()) if (!(await this.stated(need))) left += 1;
    return left;
  }

  private async stated(need: UnstatedNeed): Promise<boolean> {
    const { epoch, writer } = this.speaker;
    const newest = epoch();
    // The acceptance alone is left of its claim: from here on it is the verdict, and nothing else becomes it.
    if (need.acceptedTask) await this.needs.claimedBy(need.id, need.acceptedTask);
    const [appended] = await writer.append([await this.verdictOf(need)]);
    switch (appended?.outcome) {
      case 'recorded':
      case 'duplicate':
        await this.needs.stated(need.id, epochOf(appended.sequence));
        return true;
      case 'conflict':
        await this.needs.stated(need.id, newest);
        return true;
      default:
        return false;
    }
  }

  /** The same bytes where they are known, else this agency's own closing. */
  private async verdictOf({ id, mode, verdictEvent }: UnstatedNeed): Promise<Append> {
    const { agency, epoch, directoryVersion, key } = this.speaker;
    if (verdictEvent !== undefined) {
      const { id: messageId } = JSON.parse(readJws(verdictEvent).payload) as { id: string };
      const subject = needSubject(mode, agency, id);
      return { subject, messageId, expectedSequence: 0, bytes: encodeMessage({ event: verdictEvent }) };
    }
    const frame = {
      by: { agency },
      at: new Date().toISOString(),
      epoch: epoch(),
      directoryVersion: directoryVersion(),
      actor: serviceActor(agency),
    };
    return claimAppend(await needClaim({ mode, asker: agency, need: id }, frame, key));
  }
}
