import { uuidv7 } from 'uuidv7';
import {
  Sealer,
  encodeEvent,
  encodeMessage,
  sealItem,
  sealedHash,
  signJws,
  taskSubject,
  witnessSubject,
  type ItemData,
  type LedgerEvent,
  type SealedItem,
  type TaskEventType,
} from '#contracts';
import { cosign, formatCheckpoint } from '#transparency';
import { EPOCH, type AuditWorld } from './audit-world.js';
import { eventFrame } from './realm.js';

/** A task of a test: made-up, between two agencies of the shipped directory. */
export interface TestTask {
  readonly id: string;
  readonly caseId: string;
  readonly asker: string;
  readonly performer: string;
  readonly subject: string;
}

/** A message as it went out: its bytes, and the event's text and id. */
export interface Sent {
  readonly id: string;
  readonly jws: string;
  readonly bytes: Buffer;
  readonly subject: string;
}

const ASKER = 'police';
const PERFORMER = 'ambulance';
const KIND = 'welfare-check';

const UNITS: Readonly<Record<string, string>> = { police: 'control-room', ambulance: 'crew' };

/** A fresh task in mode exercise: that police asks ambulance to do, unless other parties are named. */
export function newTask(asker = ASKER, performer = PERFORMER, caseId: string = uuidv7()): TestTask {
  const id = uuidv7();
  return { id, caseId, asker, performer, subject: taskSubject('exercise', asker, performer, id) };
}

/** The signed messages of two agencies, each with its own count of numbers. */
export class Talk {
  private readonly numbers = new Map<string, number>();
  private readonly sealer = new Sealer();

  constructor(private readonly world: AuditWorld) {}

  /** The next number of a sender is never used. */
  skip(sender: string): number {
    const number = (this.numbers.get(sender) ?? 0) + 1;
    this.numbers.set(sender, number);
    return number;
  }

  /** Makes a message; `over` changes attributes of the event before it is signed. */
  async make(
    task: TestTask,
    what: {
      type: TaskEventType;
      sender: string;
      version: number;
      data: object;
      tokens?: readonly string[];
      /** The sealed sides of the items in `data`. */
      items?: readonly SealedItem[];
    },
    over: object = {},
  ): Promise<Sent> {
    const { sender } = what;
    const readers = [task.asker, task.performer, 'custodian'].map((member) =>
      this.world.key(member, 'sealing'),
    );
    const content = JSON.stringify({ items: what.items ?? [], note: 'Zebedee Quill' });
    const sealed = this.sealer.seal(task.id, readers, content);
    const event = {
      ...eventFrame(sender, EPOCH),
      source: `/${sender}/${this.unitOf(sender)}`,
      type: what.type,
      subject: task.id,
      taskversion: what.version,
      caseid: task.caseId,
      mode: 'exercise',
      sealedhash: sealedHash(sealed),
      data: what.data,
      sendernumber: 0,
      ...over,
    };
    if (event.sendernumber === 0) event.sendernumber = this.skip(sender);
    const jws = await signJws(encodeEvent(event as never), this.world.key(sender, 'signing'));
    const bytes = encodeMessage({ event: jws, sealed, ...(what.tokens ? { index: what.tokens } : {}) });
    return { id: event.id, jws, bytes, subject: task.subject };
  }

  /** A request with three items: a value, one that is absent and one that is withheld. */
  request(task: TestTask, over: object = {}, tokens: readonly string[] = []): Promise<Sent> {
    const asker = { agency: task.asker, unit: this.unitOf(task.asker) };
    const performer = { agency: task.performer, unit: this.unitOf(task.performer) };
    const told = threeItems(this.world);
    const items = told.map(({ item }) => item);
    const data = { asker, performer, kind: KIND, urgency: 'u1-immediate', items };
    const type = 'concordat.task.requested.v1';
    const sealed = told.map((one) => one.sealed);
    return this.make(task, { type, sender: task.asker, version: 1, data, tokens, items: sealed }, over);
  }

  /** An event of the performer without items. */
  answer(task: TestTask, type: TaskEventType, version: number, over: object = {}): Promise<Sent> {
    return this.make(task, { type, sender: task.performer, version, data: {} }, over);
  }

  private unitOf(agency: string): string {
    const { agencies } = this.world.bundle.data;
    return UNITS[agency] ?? agencies.find(({ code }) => code === agency)?.units[0] ?? '';
  }

  /** Puts a message on the ledger. */
  async send(sent: Sent): Promise<number> {
    return this.world.put(sent.subject, sent.bytes);
  }
}

/** An item of a value that nobody needs, told under some rule of the world's directory; `over` changes its parts. */
export function itemTold(world: AuditWorld, code: string, over: Partial<ItemData> = {}): ItemData {
  const [agreement] = world.bundle.data.agreements;
  const [rule] = agreement?.rules ?? [];
  if (!agreement || !rule) throw new Error('the directory has no sharing agreement');
  return {
    code,
    state: 'known',
    rule: rule.code,
    ruleversion: agreement.version,
    basis: rule.basis,
    stage: 'offer',
    way: 'pushed',
    commitment: sealItem({ value: 'x' }).commitment,
    ...over,
  };
}

const threeItems = (world: AuditWorld): { readonly item: ItemData; readonly sealed: SealedItem }[] =>
  [
    {
      code: 'area',
      value: 'under the old bridge',
      over: { sourcekind: 'caller', obtainedat: '2026-01-02T03:04:05.678Z' },
    },
    { code: 'date-of-birth', over: { state: 'unknown', absent: 'asked-unknown' } },
    { code: 'full-name', over: { state: 'withheld', absent: 'masked' } },
  ].map(({ code, value, over }) => {
    const { sealed, commitment } = sealItem({ value });
    return { item: itemTold(world, code, { ...(over as Partial<ItemData>), commitment }), sealed };
  });

/** Social care cosigns a checkpoint of the log with its witness key. */
export async function cosigns(
  world: AuditWorld,
  { size, root }: { readonly size: number; readonly root: Buffer },
): Promise<void> {
  const time = 1_780_000_000;
  const { privateKey: key } = world.key('social-care', 'witness');
  const text = formatCheckpoint({ origin: 'concordat/log/1', size, root });
  const blob = cosign(text, { name: 'any', key, time }).split(' ').at(-1) ?? '';
  // Behind key id and time, which the wire carries apart.
  const signature = Buffer.from(blob, 'base64').subarray(12).toString('base64url');
  const event: LedgerEvent = {
    ...eventFrame('social-care', EPOCH),
    type: 'concordat.witness.witnessed.v1',
    data: { cosignature: { size, root: root.toString('base64url'), time, signature }, holds: [] },
  };
  await world.say(witnessSubject('social-care'), event);
}
