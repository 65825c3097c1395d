import { setTimeout as pause } from 'node:timers/promises';

/** Work that is done in rounds; a round answers whether there may be more to do at once. */
export interface Rounds {
  readonly name: string;
  readonly round: () => Promise<boolean>;
}

/** Longest time between two rounds, in ms, if nothing wakes them. */
const IDLE_MS = 1_000;
/** Least time between two rounds, in ms: under load one look serves many events. */
const BREATH_MS = 100;

/** Does work in rounds until it is told to end: soon when it is woken, else once a second. A fault ends a round only. */
export class RoundRunner {
  private woken = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly works: readonly Rounds[],
    private readonly onFault: (what: string, error: unknown) => void,
  ) {}

  /** There may be work. */
  kick(): void {
    this.woken = true;
    this.wake();
  }

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.woken = false;
      const more = await this.all();
      if (more) continue;
      await pause(BREATH_MS, undefined, { signal }).catch(() => undefined);
      if (!this.woken) await this.sleep(signal);
    }
  }

  private sleep(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, IDLE_MS);
      this.wake = end;
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }

  private async all(): Promise<boolean> {
    let more = false;
    for (const { name, round } of this.works) {
      try {
        more = (await round()) || more;
      } catch (error) {
        this.onFault(name, error);
      }
    }
    return more;
  }
}
