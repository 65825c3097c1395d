import { setTimeout as pause } from 'node:timers/promises';
import { witnessSubject, type CosignatureData, type WitnessedData } from '#contracts';
import type { OutboxStore, WitnessStore } from '#storage';
import { say, type Speaker } from './words.js';

/** What the teller needs around it. */
export interface TellerSurroundings {
  readonly witness: WitnessStore;
  readonly outbox: OutboxStore;
  readonly speaker: Speaker;
  /** How many other agencies must have cosigned before an event counts as proven. */
  readonly cosignatures: () => number;
  /** How many verdicts of needs the newest ledger may not know yet. */
  readonly unstated: () => Promise<number>;
  readonly onFault: (what: string, error: unknown) => void;
}

/** How often this agency gives its word, in ms, if there is anything new to say. */
const TELL_MS = 900;
/** Most tasks in one word. */
const TASKS = 500;
/** How often "sent again" is repeated in a recovering epoch, in ms. */
const REPEAT_MS = 2_000;

/**
 * Gives this agency's word to the others, one replica at a time: its cosignature, which tasks it holds, and in a new
 * epoch that it has sent everything again. And clears its own outbox of what the words of the others have made safe.
 */
export class Teller {
  private resentAt = 0;

  constructor(private readonly around: TellerSurroundings) {}

  /** Tells until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const more = await this.round().catch((error: unknown) => {
        this.around.onFault('tell', error);
        return false;
      });
      if (!more) await pause(TELL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One round: true when there is more to say at once. */
  private async round(): Promise<boolean> {
    const { witness, outbox, speaker } = this.around;
    if (!speaker.writer.isUp || speaker.directoryVersion() === 0) return false;
    const [untold, resent] = [await witness.untold(TASKS), await this.resent(outbox)];
    const cosignature = untold.cosignature as CosignatureData | undefined;
    if (untold.holds.length > 0 || cosignature || resent) {
      const data: WitnessedData = {
        ...(cosignature && { cosignature }),
        holds: [...untold.holds],
        ...(resent && { resent }),
      };
      const subject = witnessSubject(speaker.agency);
      if (!(await say(speaker, subject, { type: 'concordat.witness.witnessed.v1', data }))) return false;
      await witness.told(untold);
    }
    await witness.clearSafe(this.around.cosignatures());
    return untold.holds.length === TASKS;
  }

  /** In a recovering epoch, when all that was recorded stands on the ledger again, and every verdict of a need with it. */
  private async resent(outbox: OutboxStore): Promise<{ epoch: number; through: number } | undefined> {
    const { epoch, state, recordedThrough, toResend } = await outbox.position();
    if (state !== 'recovering' || epoch === 0 || toResend > 0 || Date.now() - this.resentAt < REPEAT_MS)
      return undefined;
    if ((await this.around.unstated()) > 0) return undefined;
    this.resentAt = Date.now();
    return { epoch, through: recordedThrough };
  }
}
