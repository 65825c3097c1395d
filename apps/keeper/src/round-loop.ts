/** Milliseconds between the end of a round and the start of the next. */
const PAUSE_MS = 1_000;

/**
 * Runs a round again and again, never two at once, and other jobs between the rounds. A round that throws is a defect:
 * it goes to `onDefect`, and the loop ends.
 */
export class RoundLoop {
  private chain: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly round: () => Promise<void>,
    private readonly onDefect: (error: unknown) => void,
  ) {}

  /** Starts the first round; returns at once. */
  start(): void {
    void this.turn();
  }

  /** Ends after the round at hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.chain;
  }

  /** Does a job when no round is running. */
  between<T>(job: () => Promise<T>): Promise<T> {
    const done = this.chain.then(job);
    this.chain = done.catch(() => undefined);
    return done;
  }

  private async turn(): Promise<void> {
    try {
      await this.between(this.round);
    } catch (error) {
      this.stopped = true;
      this.onDefect(error);
    }
    if (!this.stopped) this.timer = setTimeout(() => void this.turn(), PAUSE_MS);
  }
}
