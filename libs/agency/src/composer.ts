import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { roleOf, unitText, type ItemStatement, type Requested, type Side, type Task } from '#domain';
import {
  INDEX_KINDS,
  checkCodes,
  decodeEvent,
  encodeEvent,
  indexToken,
  sealedHash,
  signJws,
  taskSubject,
  toWire,
  type IndexKind,
  type Message,
  type Reader,
  type Sealer,
  type SigningKey,
  type TaskLedgerEvent,
} from '#contracts';
import type { Directory } from '#directory';
import type { FiledWith, OutboxRow } from '#storage';
import { leafHash } from '#transparency';
import { carriedParts, type CarriedParts } from './carried-items.js';
import type { Told } from './intake.js';
import { needClaim } from './need-claim.js';
import type { Draft, Plan } from './plan.js';
import type { Granted } from './wish-decision.js';
import type { Wish } from './wish.js';

/** What the composer needs of the agency. */
export interface ComposerKeys {
  readonly signing: SigningKey;
  readonly sealer: Sealer;
  /** Key of the index tokens, shared by the agencies. */
  readonly index: Buffer;
}

/** Where the event will stand. */
export interface Place {
  readonly number: number;
  readonly epoch: number;
  readonly skipped: readonly number[];
}

/** How many own events are remembered until they come back from the ledger. */
const REMEMBERED = 5_000;

/** Turns a decided event into the bytes that are fixed in the outbox: sealed, committed, signed. */
export class Composer {
  private readonly recent = new Map<string, Told & { readonly sealed: string; readonly subject: string }>();

  constructor(private readonly keys: ComposerKeys) {}

  /** What these very bytes were made from, if this process made them a moment ago for this subject. */
  recall(message: Message, subject: string): Told | undefined {
    const made = this.recent.get(message.event);
    return made && made.sealed === message.sealed && made.subject === subject ? made : undefined;
  }

  /**
   * The outbox row of an event at its place. Asker, performer and the custodian can open what is sealed. Throws WireError on
   * what no reader would take in: too much of it, a value that is no JSON, a code that the directory does not know.
   */
  async compose(
    { draft, plan, law, attempt }: Granted,
    place: Place,
    directory: Directory,
  ): Promise<OutboxRow> {
    const { wish, event, task } = draft;
    const parties = event.type === 'requested' ? event : task;
    if (!parties) throw new Error('an event without a task');
    const { asker, performer } = parties;
    const parts = carriedParts(plan, wish);
    const { content } = parts;
    const sealed = this.keys.sealer.seal(
      sealingContext(asker.agency, performer.agency, event.at),
      readersOf([asker.agency, performer.agency], directory),
      JSON.stringify(content),
    );
    const warnings = law?.recorded ?? [];
    const signed = ledgerEvent(draft, { place, directory, parts, sealed, warnings });
    const text = encodeEvent(signed);
    // Never sign what others could not take in: the task would stand still for them.
    checkCodes(decodeEvent(text), directory.vocabulary);
    const jws = await signJws(text, this.keys.signing);
    const subject = taskSubject(parties.mode, asker.agency, performer.agency, event.taskId);
    this.remember(jws, { event: signed, content, sealed, subject });
    return {
      number: place.number,
      eventId: signed.id,
      taskId: event.taskId,
      taskVersion: event.version,
      type: signed.type,
      subject,
      addressee: event.by.agency === asker.agency ? performer.agency : asker.agency,
      event: jws,
      sealed,
      indexTokens: this.tokens(plan.go.map(({ statement }) => statement)),
      leafHash: leafHash(Buffer.from(jws, 'ascii')),
      command: wish,
      ...(wish.file && { file: filedWith(wish.file, signed.id, wish) }),
      // In an exercise another clock counts than the one by which the outbox is cleared.
      ...(event.type === 'requested' && event.decideBy && !event.exercise && { decideBy: event.decideBy }),
      ...(event.type === 'requested' && { opens: openedBy(event) }),
      ...(wish.key && { key: wish.key }),
      ...shares(plan, wish, { unit: event.by.unit, side: roleOf(parties, event.by) }),
      ...(attempt && { refused: attempt }),
      ...(await this.claimOf(draft, place, directory)),
    };
  }

  /** Who accepts the offer of a need claims it with the same stroke: both are recorded, or neither. */
  private async claimOf(
    { wish, event, task }: Draft,
    { epoch }: Place,
    directory: Directory,
  ): Promise<Pick<OutboxRow, 'companion'>> {
    if (event.type !== 'accepted' || task?.need === undefined) return {};
    const { mode, asker, need, id } = task;
    const frame = {
      by: event.by,
      at: event.at,
      epoch,
      directoryVersion: directory.version,
      actor: wish.actor,
    };
    const companion = await needClaim(
      { mode, asker: asker.agency, need, task: id },
      frame,
      this.keys.signing,
    );
    return { companion };
  }

  private remember(jws: string, told: Told & { readonly sealed: string; readonly subject: string }): void {
    this.recent.set(jws, told);
    if (this.recent.size > REMEMBERED) this.recent.delete(this.recent.keys().next().value as string);
  }

  private tokens(items: readonly ItemStatement[]): string[] {
    const tokens = items
      .filter(({ code }) => (INDEX_KINDS as readonly string[]).includes(code))
      .flatMap(({ code, value }) =>
        [value]
          .flat()
          .flatMap((one) =>
            typeof one === 'string' ? (indexToken(code as IndexKind, one, this.keys.index) ?? []) : [],
          ),
      );
    return [...new Set(tokens)].slice(0, MAX_TOKENS);
  }
}

/** Most index tokens that a message carries. */
const MAX_TOKENS = 60;

/** Content keys are agreed once for two agencies and an hour: agreeing one costs more than all the rest of an event. */
const sealingContext = (asker: string, performer: string, at: string): string =>
  `${asker} ${performer} ${new Date(at).toISOString().slice(0, 13)}`;

const openedBy = ({ caseId, asker, performer }: Requested): NonNullable<OutboxRow['opens']> => ({
  caseId,
  asker: asker.agency,
  performer: performer.agency,
  parties: [unitText(asker), unitText(performer)],
});

/** Each entry of the case file names the event that told it, and the one that it puts right. */
const filedWith = (file: FiledWith, eventId: string, { command, corrects }: Wish): FiledWith => ({
  ...file,
  entries: file.entries.map((one) => {
    const told = one.item === undefined ? undefined : corrects?.[one.item];
    const places = { eventId, taskId: command.taskId, ...(told && { corrects: told.event }) };
    return { ...one, entry: { ...one.entry, ...places } };
  }),
});

/** What the row of an event keeps for later, takes from what was kept, and puts out of date. */
function shares(
  { go, kept }: Plan,
  { sends }: Wish,
  { unit, side }: { readonly unit: string; readonly side: Side | undefined },
): Partial<OutboxRow> {
  return {
    ...(side && { side }),
    ...(kept.length > 0 && { kept: kept.map(({ item, stage }) => ({ stage, statement: item, unit })) }),
    ...(sends && { sends }),
    ...(go.length > 0 && { told: [...new Set(go.map(({ statement }) => statement.code))] }),
  };
}

function ledgerEvent(
  { wish, event, task }: Draft,
  made: {
    readonly place: Place;
    readonly directory: Directory;
    readonly parts: CarriedParts;
    readonly sealed: string;
    readonly warnings: readonly string[];
  },
): TaskLedgerEvent {
  const { place, directory, parts, sealed } = made;
  const { type, data } = toWire(event, parts.items, parts.override);
  const about = event.type === 'requested' ? event : (task as Task);
  const skipped = place.skipped.length > 0 ? { skipped: [...place.skipped] } : {};
  const warnings = made.warnings.length > 0 ? { warnings: [...made.warnings] } : {};
  return {
    specversion: '1.0',
    type,
    source: `/${event.by.agency}/${event.by.unit}`,
    subject: event.taskId,
    id: uuidv7(),
    time: new Date(event.at).toISOString(),
    datacontenttype: 'application/json',
    sendernumber: place.number,
    taskversion: event.version,
    caseid: about.caseId,
    mode: about.mode,
    epoch: place.epoch,
    directoryversion: directory.version,
    actor: wish.actor.ref,
    actorrole: wish.actor.role,
    actortype: wish.actor.type,
    ...(wish.actor.employer && { actoremployer: wish.actor.employer }),
    sealedhash: sealedHash(sealed),
    data: { ...data, ...warnings, ...skipped },
  } as TaskLedgerEvent;
}

function readersOf(agencies: readonly string[], directory: Directory): Reader[] {
  return [...new Set([...agencies, 'custodian'])].map((member) => {
    const key = directory.activeKey(member, 'sealing');
    if (!key) throw new Error(`the directory has no sealing key of ${member}`);
    return { kid: key.kid, x: key.x };
  });
}

/** A hash of a request body, so that one Idempotency-Key never stands for two different wishes. */
export const bodyHash = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('base64url');
