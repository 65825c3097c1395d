import { createHash, randomBytes } from 'node:crypto';
import type { Session } from './session.js';

/** How long sessions last, in ms. */
export interface SessionLimits {
  /** Without anybody doing anything. */
  readonly idleMs: number;
  /** At the most, whatever is done. */
  readonly lastsMs: number;
}

/** How long a browser may take to come back from the provider, in ms. */
const SIGN_IN_WITHIN_MS = 15 * 60_000;
/** Most sessions of browsers that have not signed in; the oldest go first. */
const MOST_PENDING = 5_000;

/** A session that was just made or renewed, and the id for its browser's cookie, which is kept nowhere here. */
export interface OpenedSession {
  readonly id: string;
  readonly session: Session;
}

/**
 * All sessions of this process, in memory: a restart signs everybody out of the console, and nothing of a person is stored.
 * They are kept by the hash of their id. `now` is the time in ms since 1970.
 */
export class Sessions {
  private readonly byHash = new Map<string, Session>();

  constructor(
    private readonly limits: SessionLimits,
    private readonly now: () => number,
  ) {}

  /** A session for a browser that begins to sign in. */
  begin(): OpenedSession {
    this.sweep();
    const at = this.now();
    return this.keep({ csrf: random(), pending: new Map(), startedAt: at, seenAt: at });
  }

  /** The session with this id, if it has not ended; `counts` says that a person did something. */
  find(id: string, counts: boolean): Session | undefined {
    const hash = hashOf(id);
    const session = this.byHash.get(hash);
    if (!session) return undefined;
    if (this.hasEnded(session)) {
      this.byHash.delete(hash);
      return undefined;
    }
    if (counts) session.seenAt = this.now();
    return session;
  }

  /** A new session under a new id in place of the old one, which is dead from now on: for the moment of signing in. */
  renew(id: string, signedIn: Required<Pick<Session, 'person' | 'tokens'>>): OpenedSession {
    const pending = this.byHash.get(hashOf(id))?.pending ?? new Map<string, never>();
    this.end(id);
    const at = this.now();
    return this.keep({ csrf: random(), pending, ...signedIn, startedAt: at, seenAt: at });
  }

  /** Ends a session at once. */
  end(id: string): void {
    this.byHash.delete(hashOf(id));
  }

  private keep(session: Session): OpenedSession {
    const id = random();
    this.byHash.set(hashOf(id), session);
    return { id, session };
  }

  private hasEnded({ person, startedAt, seenAt }: Session): boolean {
    const at = this.now();
    if (!person) return at - startedAt >= SIGN_IN_WITHIN_MS;
    return at - seenAt >= this.limits.idleMs || at - startedAt >= this.limits.lastsMs;
  }

  /** Forgets what has ended, and the oldest that never signed in when there are too many. */
  private sweep(): void {
    let pending = 0;
    for (const [hash, session] of [...this.byHash].reverse()) {
      if (!session.person) pending += 1;
      const tooMany = !session.person && pending >= MOST_PENDING;
      if (tooMany || this.hasEnded(session)) this.byHash.delete(hash);
    }
  }
}

const random = (): string => randomBytes(32).toString('base64url');
const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex');
