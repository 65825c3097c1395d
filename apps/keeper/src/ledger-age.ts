import type { LedgerOwner, Unread } from '#messaging';

/** How far the audit service is behind, as the ledger shows it. */
export interface AuditLag {
  /** Messages that it has not taken in. */
  readonly pending: number;
  /** Age of the oldest of them, in ms; 0 when there is none. */
  readonly oldestMs: number;
  /** While true nothing ages out of the ledger: what would is not in the log yet. */
  readonly keepsAll: boolean;
}

const NOTHING: AuditLag = { pending: 0, oldestMs: 0, keepsAll: false };

/**
 * Lets age out of the ledger only what the audit service holds: when the oldest that it has not taken in has come to half of the age at
 * which the ledger drops, the ledger drops nothing until that is taken in.
 */
export class LedgerAge {
  private now: AuditLag | undefined;

  constructor(
    private readonly owner: LedgerOwner,
    private readonly maxAgeMs: number,
  ) {}

  /** What the last look showed; undefined before the first. */
  get lag(): AuditLag | undefined {
    return this.now;
  }

  /** After how many ms the ledger may drop a message at present; 0 for never. */
  get maxAge(): number {
    return this.now?.keepsAll ? 0 : this.maxAgeMs;
  }

  /** Looks; true when the ledger may drop after another age than before. Throws MessagingError. */
  async look(): Promise<boolean> {
    const before = this.maxAge;
    const unread = await this.owner.unread('audit');
    this.now = unread ? this.judge(unread) : NOTHING;
    return this.maxAge !== before;
  }

  private judge({ count, oldest }: Unread): AuditLag {
    const oldestMs = oldest ? Math.max(0, Date.now() - oldest.getTime()) : 0;
    return { pending: count, oldestMs, keepsAll: oldestMs > this.maxAgeMs / 2 };
  }
}
