import type { DraftStore } from '#storage';

/** Least time between two looks, in ms. */
const EVERY_MS = 60_000;

/** Removes drafts that nobody goes on with, one replica at a time. */
export class DraftSweeper {
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly drafts: Pick<DraftStore, 'removeOld'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** One round; there is never more to do at once. */
  async round(): Promise<boolean> {
    if (this.now() - this.lookedAt < EVERY_MS) return false;
    await this.drafts.removeOld();
    this.lookedAt = this.now();
    return false;
  }
}
