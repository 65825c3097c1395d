import {
  encodeEvent,
  encodeMessage,
  refusalSubject,
  signJws,
  type DisclosureRefusedData,
  type ItemData,
  type LedgerEvent,
  type TaskEventType,
} from '#contracts';
import type { OverrideClause } from '#domain';
import { itemTold, type Sent, type Talk, type TestTask } from './audit-talk.js';
import { EPOCH, type AuditWorld } from './audit-world.js';
import { eventFrame } from './realm.js';

/** An item to tell: its code, with the parts that matter to the test. */
export type Telling = { readonly code: string } & Partial<ItemData>;

/** What somebody says on a task: who, what, and beside it the event's own parts and its tokens. */
export interface Saying {
  readonly by: string;
  readonly data?: object;
  readonly items?: readonly Telling[];
  readonly tokens?: readonly string[];
  /** Changes attributes of the event. */
  readonly over?: object;
}

/** Says on tasks what agreements are about: each task's events get their versions in order. */
export class SharingTalk {
  private readonly versions = new Map<string, number>();

  constructor(
    private readonly world: AuditWorld,
    private readonly talk: Talk,
  ) {}

  /** Puts an event of a task on the ledger, behind those that this talk put there. */
  async say(task: TestTask, what: string, { by, data, items, tokens, over }: Saying): Promise<Sent> {
    const version = (this.versions.get(task.id) ?? 0) + 1;
    this.versions.set(task.id, version);
    const type = `concordat.task.${what}.v1` as TaskEventType;
    const told = items?.map(({ code, ...rest }) => itemTold(this.world, code, rest));
    const whole = { ...data, ...(told ? { items: told } : {}) };
    const sent = await this.talk.make(
      task,
      { type, sender: by, version, data: whole, ...(tokens ? { tokens } : {}) },
      over,
    );
    await this.talk.send(sent);
    return sent;
  }

  /** An agency reports what it did not let travel. */
  async refuse(by: string, data: DisclosureRefusedData, over: object = {}): Promise<Sent> {
    const event = {
      ...eventFrame(by, EPOCH),
      type: 'concordat.disclosure.refused.v1',
      sendernumber: this.talk.skip(by),
      data,
      ...over,
    } as LedgerEvent;
    const jws = await signJws(encodeEvent(event), this.world.key(by, 'signing'));
    const sent = { id: event.id, jws, subject: refusalSubject(by), bytes: encodeMessage({ event: jws }) };
    await this.talk.send(sent);
    return sent;
  }

  /** A clause of the world's directory under which items may go in an emergency, and its agreement's version. */
  clause(): OverrideClause & { readonly ruleversion: number } {
    const { agreements } = this.world.bundle.data;
    const [found] = agreements.flatMap(({ overrides, version }) =>
      overrides.map((clause) => ({ ...clause, ruleversion: version })),
    );
    if (!found) throw new Error('the directory has no override clause');
    return found;
  }

  /** An override of that clause by somebody who may authorise it, until this time. */
  override(
    until: string,
  ): { readonly reason: string | undefined; readonly until: string } & Record<string, unknown> {
    const [reason] = this.world.bundle.data.overrideReasons.map(({ code }) => code);
    const authorisedrole = this.clause().authorisedBy[0];
    return { reason, authorisedby: 'B'.repeat(21) + 'A', authorisedrole, until };
  }
}
