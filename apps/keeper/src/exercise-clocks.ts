import { EXERCISE_SUBJECT, epochOf, type SigningKey } from '#contracts';
import type { LedgerOwner } from '#messaging';
import { signClock, type ClockData, type Frame } from './keeper-events.js';
import { record } from './recording.js';
import type { ExerciseClock, StateStore } from './state.js';

/** Why the clock of an exercise is not put to a time. */
export type ClockRefused =
  | { readonly refused: 'CLOCK_GOES_BACK'; readonly because: { readonly at: string } }
  /** `NOT_READY`: nothing was done. `NOT_RECORDED`: it was signed and kept, and is recorded as soon as the broker takes it. */
  | { readonly refused: 'NOT_READY' | 'NOT_RECORDED' };

/** The clock of an exercise as it stands on the ledger. */
export interface ClockSet extends ClockData {
  readonly sequence: number;
}

/** Signs the clocks of exercises and sees to it that the newest of each stands on the ledger. */
export class ExerciseClocks {
  constructor(
    private readonly owner: LedgerOwner,
    private readonly store: StateStore,
    private readonly key: SigningKey,
  ) {}

  /**
   * Puts the clock of an exercise to a time and answers where the ledger has it; the time that it shows already is answered
   * the same again. Throws as `deliver` does: the clock is kept then, and the next delivery records it.
   */
  async set(clock: ClockData, frame: Frame): Promise<ClockSet | ClockRefused> {
    const { exercise, at } = clock;
    const last = this.store.clock(exercise);
    if (last && last.at > at) return { refused: 'CLOCK_GOES_BACK', because: { at: last.at } };
    if (last?.at !== at) this.store.keepClock(await signClock(clock, frame, this.key));
    await this.deliver();
    const { sequence } = this.store.clock(exercise) as ExerciseClock;
    return { exercise, at, sequence };
  }

  /**
   * Records what does not stand on the ledger of this epoch: an agency that did not hear of a clock before the ledger was
   * lost hears of it again. Throws NotRecordedError at the first that is not known to be recorded, or MessagingError.
   */
  async deliver(): Promise<void> {
    const { epoch } = this.store.state;
    for (const clock of this.store.clocks().filter(({ sequence }) => epochOf(sequence) < epoch)) {
      const sequence = await record(this.owner, { subject: EXERCISE_SUBJECT, ...clock });
      this.store.keepClock({ ...clock, sequence });
    }
  }
}
