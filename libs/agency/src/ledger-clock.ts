/** How long a measure of the clock counts, in ms. */
const REMEMBERED_MS = 10 * 60_000;

/**
 * What the ledger's clock shows, as far as this service can tell: its own clock, set back by how much later than the
 * ledger it showed when something arrived. The way here takes time, so the answer is never ahead of the ledger: nobody
 * says that a time has passed before it has.
 */
export class LedgerClock {
  private measures: { readonly at: number; readonly ahead: number }[] = [];

  /** Something that the ledger stamped with `recordedAt` arrived at `at` by the own clock; both in ms since 1970. */
  heard(recordedAt: number, at: number): void {
    const ahead = at - recordedAt;
    const young = this.measures.filter((one) => at - one.at < REMEMBERED_MS && one.ahead < ahead);
    this.measures = [...young, { at, ahead }];
  }

  /** The ledger's time when the own clock shows `at`: ms since 1970. The own clock's where nothing has arrived yet. */
  now(at: number): number {
    const [first, ...others] = this.measures.map(({ ahead }) => ahead);
    return first === undefined ? at : at - Math.min(first, ...others);
  }
}
