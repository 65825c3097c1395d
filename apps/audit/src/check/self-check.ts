import {
  NotedFacts,
  Replay,
  StoredForgetting,
  StoredOwn,
  type AuditStore,
  type NewLeaf,
  type RowFault,
  type StoredCheckpoint,
} from '#storage';
import { appendLeaves, emptyRange, rangeRoot, type CompactRange } from '#transparency';
import type { Secrets } from '../secrets.js';
import { ForgettingTables } from './forgetting-tables.js';
import { LeafCheck } from './leaf-check.js';
import { attestedBy, checkpointFault, readingFault } from './own-tables.js';

/** What the check says as it goes, and at its end. */
export type CheckNews =
  | { readonly is: 'progress'; readonly leaves: number; readonly of: number }
  | ({ readonly is: 'fault' } & RowFault)
  | {
      readonly is: 'done';
      readonly sound: boolean;
      readonly leaves: number;
      readonly checkpoints: number;
      /** Links of the chain of facts, and how many of them the newest checkpoint signs. */
      readonly facts: number;
      readonly attested: number;
    };

/** What the check works with. */
export interface SelfCheckParts {
  readonly store: AuditStore;
  readonly secrets: Secrets;
  readonly origin: string;
}

/**
 * Reads the whole log anew and compares it with every table: leaves with their signatures, the tree with every checkpoint, all
 * rows with what the leaves say, the rest with the chain of facts, whose newest link the checkpoints sign. Whoever changes,
 * removes, inserts or reorders rows in the database is found; who holds the keys of this service too is found by the witnesses.
 */
export class SelfCheck {
  private readonly roots = new Map<number, Buffer>();
  private range: CompactRange = emptyRange;

  constructor(private readonly parts: SelfCheckParts) {}

  /** Checks, and tells as it goes; nothing is changed, and the log goes on meanwhile. */
  async run(tell: (news: CheckNews) => void): Promise<void> {
    await Replay.on(this.parts.store.database, async (replay) => {
      const view = { replay, facts: new NotedFacts(replay.sql), own: new StoredOwn(replay.sql) };
      const faults = new Faults(tell);
      await view.facts.prepare();
      const checkpoints = await view.own.checkpoints();
      const sizes = new Set(checkpoints.map(({ size }) => size));
      const whole = await this.leaves(view, sizes, faults);
      // Behind a leaf that cannot be read every row differs: that fault says it all.
      if (whole) faults.add(await replay.differences());
      await this.checkpoints(checkpoints, faults);
      const chain = await this.chain(view.facts, checkpoints, faults);
      if (whole) {
        await view.facts.wantOthers();
        faults.add(await view.facts.differences());
      }
      await this.own(view.own, faults);
      const forgetting = new ForgettingTables(new StoredForgetting(replay.sql), this.parts.secrets.signing);
      faults.add(await forgetting.faults());
      const { size: leaves } = replay;
      tell({ is: 'done', sound: faults.count === 0, leaves, checkpoints: checkpoints.length, ...chain });
    });
  }

  /** False when a leaf could not be read: nothing is written behind it. */
  private async leaves(
    { replay, facts, own }: { replay: Replay; facts: NotedFacts; own: StoredOwn },
    sizes: ReadonlySet<number>,
    faults: Faults,
  ): Promise<boolean> {
    const check = new LeafCheck(this.parts.secrets, await own.directories());
    const of = await own.count();
    for await (const page of replay.stored()) {
      const read: NewLeaf[] = [];
      for (const stored of page) {
        const leaf = await check.read(stored);
        if ('what' in leaf) {
          faults.add([leaf]);
          return false;
        }
        read.push(leaf);
        this.grow(leaf, sizes);
      }
      await replay.write(read);
      await facts.want(page);
      faults.tell({ is: 'progress', leaves: replay.size, of });
    }
    return true;
  }

  private grow({ hash }: NewLeaf, sizes: ReadonlySet<number>): void {
    this.range = appendLeaves(this.range, [hash]);
    if (sizes.has(this.range.size)) this.roots.set(this.range.size, rangeRoot(this.range));
  }

  private async checkpoints(stored: readonly StoredCheckpoint[], faults: Faults): Promise<void> {
    const { origin, secrets } = this.parts;
    for (const checkpoint of stored) {
      const fault = await checkpointFault(checkpoint, this.roots.get(checkpoint.size), {
        origin,
        ...secrets,
      });
      if (fault) faults.add([fault]);
    }
  }

  /** The chain of facts against what the checkpoints sign of it. */
  private async chain(
    facts: NotedFacts,
    checkpoints: readonly StoredCheckpoint[],
    faults: Faults,
  ): Promise<{ readonly facts: number; readonly attested: number }> {
    const signed = new Map(checkpoints.flatMap(attestedBy).map(({ number, digest }) => [number, digest]));
    let links = 0;
    let attested = 0;
    const at = (number: number): Pick<RowFault, 'table' | 'row'> => ({
      table: 'fact',
      row: `number=${number}`,
    });
    const broken = await facts.chain(({ number, digest }) => {
      links = number;
      const word = signed.get(number);
      if (word?.equals(digest)) attested = number;
      else if (word) faults.add([{ ...at(number), column: 'digest', what: 'is not what was signed' }]);
    });
    const newest = Math.max(0, ...signed.keys());
    if (broken) faults.add([broken]);
    else if (newest > links) faults.add([{ ...at(newest), what: 'was signed, and is missing' }]);
    return { facts: links, attested };
  }

  private async own(own: StoredOwn, faults: Faults): Promise<void> {
    for (const found of [own.headFaults(), own.actFaults(), own.saltFaults(), own.unkeptReadings()]) {
      faults.add(await found);
    }
    for await (const page of own.readings()) {
      for (const { reading, event } of page) {
        const fault = readingFault(reading, event, this.parts.secrets.signing);
        if (fault) faults.add([fault]);
      }
    }
  }
}

/** Tells each fault as it is found. */
class Faults {
  count = 0;

  constructor(readonly tell: (news: CheckNews) => void) {}

  add(faults: readonly RowFault[]): void {
    for (const fault of faults) {
      this.count += 1;
      this.tell({ is: 'fault', ...fault });
    }
  }
}
