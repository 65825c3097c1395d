import { CHECKPOINT_SUBJECT, epochOf, type Trust } from '#contracts';
import type { LedgerOwner } from '#messaging';
import { believe } from './member-trust.js';
import { record } from './recording.js';
import type { StateStore } from './state.js';

/** Records the keeper's letters, and keeps each until the audit service has signed that its log holds the number. */
export class Postbox {
  constructor(
    private readonly owner: LedgerOwner,
    private readonly store: StateStore,
    private readonly trust: Trust,
  ) {}

  /**
   * Records what does not stand on the ledger of this epoch: first the letters of the epoch, then those that an earlier
   * one lost. Throws NotRecordedError at the first that is not known to be recorded, so that the order stays.
   */
  async deliver(): Promise<void> {
    const { epoch } = this.store.state;
    const due = this.store.letters().filter(({ sequence }) => epochOf(sequence) < epoch);
    const ofEpoch = due.filter((letter) => letter.epoch === epoch);
    for (const letter of [...ofEpoch, ...due.filter((old) => old.epoch !== epoch)]) {
      this.store.keep({ ...letter, sequence: await record(this.owner, letter) });
    }
  }

  /** Drops the letters that the newest checkpoint covers. */
  async dropProven(): Promise<void> {
    if (this.store.letters().length === 0) return;
    const newest = await this.owner.newest(CHECKPOINT_SUBJECT);
    if (!newest) return;
    const read = await believe(newest, this.trust);
    if ('refused' in read || read.event.type !== 'concordat.checkpoint.signed.v1') return;
    const own = read.event.data.coverage.find(({ sender }) => sender === 'keeper');
    if (!own) return;
    const proven = this.store
      .letters()
      .filter(({ number }) => number <= own.through && !own.missing.includes(number));
    for (const { number } of proven) this.store.drop(number);
  }
}
