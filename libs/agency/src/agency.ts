import type { Logger } from 'pino';
import type { Directory, DirectoryHistory } from '#directory';
import type { AgencyStore } from '#storage';
import type { CommandDesk } from './command-desk.js';
import type { AgencyConfig } from './config.js';

/** What makes one agency's service its own: its code, and what it does by itself. */
export interface AgencyProfile {
  /** The agency's code in the directory. */
  readonly code: string;
  /**
   * Units at whose desk someone always sees a new request at once: for them the service itself says `received`. For
   * all others a person says so.
   */
  readonly staffedDesks: readonly string[];
}

/** A running agency service, as its HTTP edge and its reactions see it. */
export interface Agency {
  readonly profile: AgencyProfile;
  readonly config: AgencyConfig;
  readonly store: AgencyStore;
  readonly desk: CommandDesk;
  /**
   * The time of a task now: of its exercise, or of the ledger; ISO 8601 in UTC. Undefined for an exercise whose clock has not
   * come here yet.
   */
  readonly now: (exercise?: string) => Promise<string | undefined>;
  /** The newest directory. */
  readonly directory: () => Directory;
  readonly history: DirectoryHistory;
  readonly log: Logger;
  /** True while the broker can be reached. */
  readonly brokerUp: () => boolean;
}

/** Injection token of the running agency. */
export const AGENCY = Symbol('concordat:agency');
