import { STEP_MS, problemSentence, type Desk } from './desk.js';

/** How often an agency is asked whether it shows the clock, and the keeper whether the ledger took it, in ms. */
const LOOK_MS = 50;

/** The clock of one exercise: it is put forward at the keeper, and counts once every agency shows it. */
export class ExerciseClock {
  private shown = -Infinity;

  constructor(
    /** Id of the exercise, which every request of it names. */
    readonly exercise: string,
    private readonly keeper: Desk,
    private readonly agencies: ReadonlyMap<string, Desk>,
  ) {}

  /** What it shows, in ms since 1970. */
  get now(): number {
    return this.shown;
  }

  /**
   * Puts it forward to this instant (ms since 1970), and leaves it where it has passed that. Resolves when every agency shows
   * it; rejects with a sentence when the keeper does not take it or an agency does not show it in time.
   */
  async reach(at: number): Promise<void> {
    if (at <= this.shown) return;
    const end = Date.now() + STEP_MS;
    const sequence = await this.set(at, end);
    await Promise.all([...this.agencies].map((one) => this.isShownBy(one, sequence, end)));
    this.shown = at;
  }

  private async set(at: number, end: number): Promise<unknown> {
    for (;;) {
      const answer = await this.keeper.put(`/exercises/${this.exercise}/clock`, {
        at: new Date(at).toISOString(),
      });
      if (!('problem' in answer)) return answer.body['sequence'];
      const { status } = answer.problem;
      // A ledger that is not open yet, or does not answer, may take it in a moment.
      if ((status !== 503 && status !== 0) || Date.now() >= end)
        throw new Error(`The clock of the exercise is not set: ${problemSentence(answer.problem)}`);
      await pause(LOOK_MS);
    }
  }

  private async isShownBy([agency, desk]: [string, Desk], sequence: unknown, end: number): Promise<void> {
    for (;;) {
      const answer = await desk.get(`/exercises/${this.exercise}`);
      if (!('problem' in answer) && Number(answer.body['sequence']) >= Number(sequence)) return;
      if (Date.now() >= end)
        throw new Error(`${agency} does not show the clock of the exercise within ${STEP_MS / 1000} s.`);
      await pause(LOOK_MS);
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
