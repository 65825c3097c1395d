import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { mayTravel, type ItemStatement, type Task, type TaskEvent } from '#domain';
import {
  INDEX_KINDS,
  encodeEvent,
  indexToken,
  sealItem,
  sealedHash,
  signJws,
  taskSubject,
  toWire,
  type IndexKind,
  type ItemData,
  type Message,
  type Reader,
  type SealedContent,
  type Sealer,
  type SigningKey,
  type TaskLedgerEvent,
} from '#contracts';
import type { Directory } from '#directory';
import type { FiledWith, OutboxRow } from '#storage';
import { leafHash } from '#transparency';
import type { Told } from './intake.js';
import type { Refused, Wish } from './wish.js';

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

/** A decided event with what travels beside it, not yet signed. */
export interface Draft {
  readonly wish: Wish;
  readonly event: TaskEvent;
  /** The task before the event. */
  readonly task: Task | undefined;
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

  /** Refuses ITEM_NOT_ALLOWED, with every item that no rule lets travel at this stage. */
  check({ wish, event, task }: Draft, directory: Directory): Refused | undefined {
    const allowance = allowanceFor(event, task, directory);
    if (!allowance) return undefined;
    const refused = wish.items.filter((item) => !allowance.items.has(item.code)).map((item) => item.code);
    if (refused.length === 0) return undefined;
    const because = {
      items: refused,
      rule: allowance.rule,
      stage: allowance.stage,
      allowed: [...allowance.items].sort(),
    };
    return { refused: 'ITEM_NOT_ALLOWED', because };
  }

  /** The outbox row of an event at its place. Asker, performer and the custodian can open what is sealed. */
  async compose(draft: Draft, place: Place, directory: Directory): Promise<OutboxRow> {
    const { wish, event, task } = draft;
    const parties = event.type === 'requested' ? event : task;
    if (!parties) throw new Error('an event without a task');
    const { asker, performer } = parties;
    const { items, content } = sealItems(draft, directory);
    const sealed = this.keys.sealer.seal(
      sealingContext(asker.agency, performer.agency, event.at),
      readersOf([asker.agency, performer.agency], directory),
      JSON.stringify(content),
    );
    const signed = ledgerEvent(draft, { place, directory, items, sealed });
    const jws = await signJws(encodeEvent(signed), this.keys.signing);
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
      indexTokens: this.tokens(wish.items),
      leafHash: leafHash(Buffer.from(jws, 'ascii')),
      command: wish,
      ...(wish.file && { file: filedWith(wish.file, signed.id, event.taskId) }),
      ...(event.type === 'requested' && event.decideBy && { decideBy: event.decideBy }),
      ...(event.type === 'requested' && {
        opens: { caseId: event.caseId, asker: asker.agency, performer: performer.agency },
      }),
      ...(wish.key && { key: wish.key }),
    };
  }

  private remember(jws: string, told: Told & { readonly sealed: string; readonly subject: string }): void {
    this.recent.set(jws, told);
    if (this.recent.size > REMEMBERED) this.recent.delete(this.recent.keys().next().value as string);
  }

  private tokens(items: readonly ItemStatement[]): string[] {
    return items
      .filter(
        (item) => typeof item.value === 'string' && (INDEX_KINDS as readonly string[]).includes(item.code),
      )
      .flatMap((item) => indexToken(item.code as IndexKind, item.value as string, this.keys.index) ?? []);
  }
}

/** Content keys are agreed once for two agencies and an hour: agreeing one costs more than all the rest of an event. */
const sealingContext = (asker: string, performer: string, at: string): string =>
  `${asker} ${performer} ${new Date(at).toISOString().slice(0, 13)}`;

/** Each entry of the case file names the event that told it. */
const filedWith = (file: FiledWith, eventId: string, taskId: string): FiledWith => ({
  ...file,
  entries: file.entries.map((one) => ({ ...one, entry: { ...one.entry, eventId, taskId } })),
});

function allowanceFor(event: TaskEvent, task: Task | undefined, directory: Directory) {
  const about = event.type === 'requested' ? event : task;
  const kind = about && directory.kind(about.kind);
  if (!about || !kind) return undefined;
  const direction =
    event.by.agency === about.asker.agency && isAskersStep(event, about) ? 'to-performer' : 'to-asker';
  return mayTravel({ kind, urgency: about.urgency, direction, status: task?.status, wanted: about.wanted });
}

/** Between two units of one agency only the unit tells who speaks; between agencies the agency does. */
function isAskersStep(event: TaskEvent, about: Pick<Task, 'asker' | 'performer'>): boolean {
  if (about.asker.agency !== about.performer.agency) return true;
  return event.type === 'requested' || (event.type === 'informed' && event.by.unit === about.asker.unit);
}

function sealItems(
  { wish, event, task }: Draft,
  directory: Directory,
): { items: ItemData[]; content: SealedContent } {
  const allowance = allowanceFor(event, task, directory);
  const made = wish.items.map((statement) => {
    const { sealed, commitment } = sealItem(statement);
    return {
      sealed,
      item: itemData(statement, commitment, { stage: 'offer', rule: '', ...allowance, directory }),
    };
  });
  const { note, fact, words } = wish;
  return {
    items: made.map(({ item }) => item),
    content: {
      ...(made.length > 0 && { items: made.map(({ sealed }) => sealed) }),
      ...(note && { note }),
      ...(fact && { fact }),
      ...(words && { words }),
    },
  };
}

function itemData(
  statement: ItemStatement,
  commitment: string,
  under: { rule: string; stage: string; directory: Directory },
): ItemData {
  const { code, state, absent, sourceKind, obtainedAt, confidence } = statement;
  return {
    code,
    state,
    ...(absent && { absent }),
    ...(sourceKind && { sourcekind: sourceKind }),
    ...(obtainedAt && { obtainedat: new Date(obtainedAt).toISOString() }),
    ...(confidence && { confidence }),
    rule: under.rule,
    ruleversion: under.directory.version,
    basis: [...under.directory.vocabulary.basis][0] ?? '',
    stage: under.stage,
    way: under.stage === 'on-request' ? 'pulled' : 'pushed',
    commitment,
  };
}

function ledgerEvent(
  { wish, event, task }: Draft,
  made: { place: Place; directory: Directory; items: ItemData[]; sealed: string },
): TaskLedgerEvent {
  const { place, directory, items, sealed } = made;
  const { type, data } = toWire(event, items);
  const about = event.type === 'requested' ? event : (task as Task);
  const skipped = place.skipped.length > 0 ? { skipped: [...place.skipped] } : {};
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
    sealedhash: sealedHash(sealed),
    data: { ...data, ...skipped },
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
