import type { Logger } from 'pino';
import { DIRECTORY_SUBJECT, MAX_EVENT_BYTES, epochOf, type LedgerEvent, type WireFault } from '#contracts';
import { bundleHash, type DirectoryBundle, type DirectoryHistory } from '#directory';
import type { Delivery, Verdict } from '#messaging';
import type { AuditBatch, AuditLog, Cosignature, NewLeaf, PublishedDirectory, Refusal } from '#storage';
import type { Cosignatures } from './cosignatures.js';
import { Judge, openMessage, type Judgement, type Opened } from './judge.js';
import { leafOf } from './leaf-rows.js';
import { faultOf } from './log.js';

/** What the intake works with. */
export interface IntakeParts {
  readonly log: AuditLog;
  readonly history: DirectoryHistory;
  readonly judge: Judge;
  readonly cosignatures: Cosignatures;
  /** Throws when another process may be writing. */
  readonly stillMine: () => Promise<void>;
  /** Told after each commit that made the log longer. */
  readonly grown: () => void;
  readonly logger: Logger;
}

/** How long an event waits, in ms, before it is looked at again while its directory is not known. */
const WAIT_MS = 500;

/** A delivery with what was found out about it so far. */
interface Item {
  readonly delivery: Delivery;
  readonly opened: Opened;
  judgement: Judgement | { readonly is: 'known' };
  cosignature?: Cosignature;
}

/** Takes the ledger in: judges each batch, stores it in one transaction, and only then gives the verdicts. */
export class Intake {
  constructor(private readonly parts: IntakeParts) {}

  /** Verdicts in the order of the deliveries. Throws when nothing could be stored: all is to be delivered again. */
  async handle(batch: readonly Delivery[]): Promise<readonly Verdict[]> {
    const items = await this.judgeAll(batch);
    try {
      return await this.store(items);
    } catch (error) {
      if (!isOfTheData(error)) throw error;
      this.parts.logger.error({ ...faultOf(error), count: items.length }, 'a batch cannot be stored');
      return await this.storeSingly(items);
    }
  }

  private async judgeAll(batch: readonly Delivery[]): Promise<Item[]> {
    const opened = batch.map(({ data }) => openMessage(data));
    const known = await this.parts.log.known(opened.flatMap((one) => ('hash' in one ? one.hash : [])));
    const items = batch.map((delivery, at) => firstLook(delivery, opened[at] as Opened, known));
    let group: Item[] = [];
    for (const item of items) {
      group.push(item);
      if (item.delivery.subject !== DIRECTORY_SUBJECT) continue;
      // What stands behind a directory is judged by it.
      await this.judgeGroup(group);
      group = [];
    }
    await this.judgeGroup(group);
    return items;
  }

  private async judgeGroup(group: readonly Item[]): Promise<void> {
    await Promise.all(group.map((item) => this.judgeOne(item)));
  }

  private async judgeOne(item: Item): Promise<void> {
    const { delivery, opened } = item;
    if (item.judgement.is !== 'good' || !('message' in opened)) return;
    const judgement = await this.parts.judge.judge(opened.message, delivery);
    item.judgement = judgement;
    if (judgement.is !== 'good') return;
    if (judgement.bundle) this.parts.history.add(delivery.sequence, judgement.bundle);
    if (judgement.event.type === 'concordat.witness.witnessed.v1') {
      await this.judgeCosignature(item, judgement.event);
    }
  }

  private async judgeCosignature(
    item: Item,
    event: LedgerEvent<'concordat.witness.witnessed.v1'>,
  ): Promise<void> {
    const found = await this.parts.cosignatures.check(event, item.delivery.sequence);
    if (found === undefined) return;
    if ('refused' in found) item.judgement = refused(found.refused, '/data/cosignature');
    else item.cosignature = found;
  }

  private async store(items: readonly Item[]): Promise<readonly Verdict[]> {
    await this.parts.stillMine();
    const { added, equivocations } = await this.parts.log.record(this.batchOf(items));
    if (added > 0) this.parts.grown();
    const accused = new Set(equivocations.map(({ sequence }) => sequence));
    for (const { sequence, place } of equivocations) {
      this.parts.logger.error({ sequence, place }, 'one number, two texts: the second is refused');
    }
    return items.map((item) =>
      accused.has(item.delivery.sequence) ? terminate('EQUIVOCATION') : this.verdictOf(item),
    );
  }

  private batchOf(items: readonly Item[]): AuditBatch {
    const sequence = Math.max(...items.map(({ delivery }) => delivery.sequence));
    return {
      leaves: items.flatMap((item) => this.leafIn(item) ?? []),
      refusals: items.flatMap((item) => refusalIn(item) ?? []),
      directories: items.flatMap((item) => directoryIn(item) ?? []),
      cosignatures: items.flatMap(({ cosignature }) => cosignature ?? []),
      again: items.flatMap((item) =>
        item.judgement.is === 'known' && 'hash' in item.opened ? item.opened.hash : [],
      ),
      sequence,
      epoch: epochOf(sequence),
    };
  }

  private leafIn({ delivery, judgement, opened }: Item): NewLeaf | undefined {
    if (judgement.is !== 'good' || !('message' in opened)) return undefined;
    const { event } = judgement;
    const agreements = this.parts.history.byVersion(event.directoryversion)?.bundle.data.agreements ?? [];
    return leafOf(event, opened.message, opened.hash, { ...delivery, agreements });
  }

  /** One row that Postgres will never take must not stop the others. */
  private async storeSingly(items: readonly Item[]): Promise<Verdict[]> {
    const verdicts: Verdict[] = [];
    for (const item of items) {
      try {
        verdicts.push(...(await this.store([item])));
      } catch (error) {
        if (!isOfTheData(error)) throw error;
        item.judgement = refused('MALFORMED', 'cannot be stored');
        verdicts.push(...(await this.store([item])));
      }
    }
    return verdicts;
  }

  private verdictOf({ delivery, judgement }: Item): Verdict {
    switch (judgement.is) {
      case 'early':
        return { do: 'retry', afterMs: WAIT_MS };
      case 'refused':
        this.parts.logger.warn(
          { sequence: delivery.sequence, reason: judgement.reason, place: judgement.place },
          'a message was refused',
        );
        return terminate(judgement.reason);
      case 'known':
      case 'good':
        return { do: 'ack' };
      default:
        return judgement satisfies never;
    }
  }
}

const terminate = (reason: string): Verdict => ({ do: 'terminate', reason });

const refused = (reason: WireFault, place: string): Judgement => ({ is: 'refused', reason, place });

/** Not yet judged counts as good: `judgeOne` decides. */
function firstLook(delivery: Delivery, opened: Opened, known: ReadonlySet<string>): Item {
  if ('refused' in opened) return { delivery, opened, judgement: refused(opened.refused, opened.place) };
  if (known.has(opened.hash.toString('hex'))) return { delivery, opened, judgement: { is: 'known' } };
  return { delivery, opened, judgement: { is: 'good', event: UNJUDGED } };
}

/** Stands in until `judgeOne` has read the event. */
const UNJUDGED = {} as LedgerEvent;

function refusalIn({ delivery, judgement, opened }: Item): Refusal | undefined {
  if (judgement.is !== 'refused') return undefined;
  const { subject, sequence, recordedAt } = delivery;
  const event = 'message' in opened ? opened.message.event : undefined;
  const evidence = event !== undefined && event.length <= MAX_EVENT_BYTES ? { event } : {};
  return { subject, sequence, recordedAt, reason: judgement.reason, place: judgement.place, ...evidence };
}

function directoryIn({ delivery, judgement, opened }: Item): PublishedDirectory | undefined {
  if (judgement.is !== 'good' || !judgement.bundle || !('message' in opened)) return undefined;
  const bundle: DirectoryBundle = judgement.bundle;
  const { sequence } = delivery;
  return {
    version: bundle.version,
    sequence,
    hash: bundleHash(bundle),
    event: opened.message.event,
    bundle,
  };
}

/** PostgreSQL classes 22 and 23: the data itself is at fault, so trying again cannot help. */
function isOfTheData(error: unknown): boolean {
  const { code } = (error as { driverError?: { code?: unknown } } | null)?.driverError ?? {};
  return typeof code === 'string' && /^2[23]/.test(code);
}
