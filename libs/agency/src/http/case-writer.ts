import type { FiledWith, RecordStore } from '#storage';

interface Waiting {
  readonly addition: FiledWith;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** Most additions in one transaction. */
const TURN = 200;

/**
 * Writes to case files. Additions that come in while others are being stored form the next transaction, so that many
 * callers share one; a file and its first entries are stored together or not at all.
 */
export class CaseWriter {
  private queue: Waiting[] = [];
  private running = false;

  constructor(private readonly records: RecordStore) {}

  /** Resolves when it is stored. Throws what the database throws. */
  add(addition: FiledWith): Promise<void> {
    return new Promise((settle, fail) => {
      this.queue.push({ addition, settle, fail });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.queue.length > 0) {
      const turn = this.queue.splice(0, TURN);
      try {
        await this.records.addToCases(turn.map(({ addition }) => addition));
        turn.forEach(({ settle }) => settle());
      } catch (error) {
        turn.forEach(({ fail }) => fail(error));
      }
    }
    this.running = false;
  }
}
