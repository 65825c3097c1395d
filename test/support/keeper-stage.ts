import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent, decodeMessage, readJws, type LedgerEvent } from '#contracts';
import type { LedgerOwner } from '#messaging';
import { Keeper } from '../../apps/keeper/src/keeper.js';
import { StateStore } from '../../apps/keeper/src/state.js';
import { startBroker, type Broker } from './broker.js';
import { makeRealm, type Realm } from './realm.js';

/** What differs from a plain keeper of the stage. */
export interface KeeperChange {
  readonly owner?: LedgerOwner;
  readonly store?: StateStore;
  readonly directory?: Realm['directory'];
  readonly epochAtLeast?: number;
  readonly numberAtLeast?: number;
  /** After how many ms the ledger drops what the audit service holds. */
  readonly maxAgeMs?: number;
}

/** An event as it stands on the ledger. */
export interface Recorded {
  readonly sequence: number;
  readonly jws: string;
  readonly event: LedgerEvent;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A broker without a ledger, and a folder for the state of a keeper; `clear` makes both fresh. */
export class KeeperStage {
  private folder = '';

  private constructor(
    readonly broker: Broker,
    readonly owner: LedgerOwner,
    readonly realm: Realm,
  ) {}

  /** Starts the broker; the caller calls `broker.stop`. */
  static async open(): Promise<KeeperStage> {
    const realm = makeRealm();
    const broker = await startBroker({ agencies: realm.agencies });
    return new KeeperStage(broker, await broker.owner(), realm);
  }

  /** Where the keeper keeps its state. */
  get dir(): string {
    return this.folder;
  }

  /** No ledger, and a new folder. */
  async clear(): Promise<void> {
    await this.owner.remove();
    this.loseState();
  }

  /** A new folder. */
  loseState(): void {
    this.folder = mkdtempSync(join(this.broker.home.dir, 'keeper-'));
  }

  /** The state as it lies on disk. */
  stored(): StateStore {
    return new StateStore(this.folder);
  }

  /** A keeper as after a start. */
  keeper(change: KeeperChange = {}): Keeper {
    const { owner = this.owner, store = this.stored(), directory = this.realm.directory } = change;
    const { epochAtLeast = 1, numberAtLeast = 0, maxAgeMs } = change;
    const key = this.realm.signing('keeper');
    const plan = { replicas: 1, maxBytes: 100_000_000, ...(maxAgeMs !== undefined && { maxAgeMs }) };
    return new Keeper({ owner, store, key, directory, plan, epochAtLeast, numberAtLeast, log: quiet });
  }

  /** Every event on some subjects of the ledger, in order; without subjects, the keeper's own. */
  async events(...subjects: string[]): Promise<readonly Recorded[]> {
    const found: Recorded[] = [];
    for (const subject of subjects.length > 0 ? subjects : ['concordat.status', 'concordat.directory']) {
      for (
        let at = await this.owner.next(subject, 1);
        at;
        at = await this.owner.next(subject, at.sequence + 1)
      ) {
        const jws = decodeMessage(at.data).event;
        found.push({ sequence: at.sequence, jws, event: decodeEvent(readJws(jws).payload) });
      }
    }
    return found.sort((a, b) => a.sequence - b.sequence);
  }
}
