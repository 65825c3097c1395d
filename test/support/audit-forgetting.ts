import { randomBytes } from 'node:crypto';
import { ASK_ERASE_SUBJECT, LEDGER_STREAM, erasureSubject, type LedgerEvent } from '#contracts';
import { Directory } from '#directory';
import { JetStreamApi, LedgerOwner } from '#messaging';
import { LedgerEraser, type EraseQuestion } from '../../apps/keeper/src/ledger-eraser.js';
import { trustOf } from '../../apps/keeper/src/member-trust.js';
import { LOOPBACK } from '../../apps/stack/src/platform/ports.js';
import { pull } from './broker.js';
import { newTask, Talk, type Sent, type TestTask } from './audit-talk.js';
import { AuditView, until } from './audit-view.js';
import { EPOCH, TOKENS, type AuditWorld } from './audit-world.js';
import { eventFrame } from './realm.js';

/** What a caller of the audit service is answered. */
export interface AuditAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Calls the audit service with a body, as an auditor unless another token is given. */
export async function ask(
  world: AuditWorld,
  [method, path]: readonly [method: 'POST' | 'GET', path: string],
  body?: object,
  token: string = TOKENS.auditor,
): Promise<AuditAnswer> {
  const answer = await fetch(`http://${LOOPBACK}:${world.audit.port}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Whether the keeper answers. */
export interface ErasingKeeper {
  silent: boolean;
}

/** The keeper's own eraser, answering as the keeper does. */
export async function answerErasing(world: AuditWorld): Promise<ErasingKeeper> {
  const hub = await world.member('keeper');
  const owner = new LedgerOwner(hub, await world.member('system'));
  const trust = trustOf(new Directory(world.bundle));
  const eraser = new LedgerEraser(owner, trust, { info: () => undefined });
  const keeper = { silent: false };
  hub.subscribe(ASK_ERASE_SUBJECT, {
    callback: (_error, message) => {
      const { data } = message.json<{ data: EraseQuestion }>();
      if (keeper.silent) return;
      void eraser.erase(data).then((response) => {
        message.respond(JSON.stringify({ response, isDisposed: true }));
      });
    },
  });
  await hub.flush();
  return keeper;
}

/** An agency takes in all that waits for it. */
export async function takesIn(world: AuditWorld, agency: string): Promise<void> {
  const member = await world.member(agency);
  for (let message = await pull(member, agency); message; message = await pull(member, agency)) {
    message.respond('+ACK');
  }
  await member.flush();
}

/** How many messages the ledger holds on a subject. */
export async function onLedger(world: AuditWorld, subject: string): Promise<number> {
  const api = new JetStreamApi(await world.member('keeper'), 2_000);
  const info = await api.ask<{ state: { subjects?: Record<string, number> } }>(
    `STREAM.INFO.${LEDGER_STREAM}`,
    { subjects_filter: subject },
  );
  return info.state.subjects?.[subject] ?? 0;
}

/** A person, and the first that was said of them, on one task that is over, or is not. */
export interface Person {
  readonly task: TestTask;
  readonly told: Sent;
  readonly token: string;
}

/** An index token of nobody yet. */
export const newToken = (): string => randomBytes(32).toString('base64url');

const ERASE = {
  ground: 'no-longer-necessary',
  authority: 'data-protection-officer',
  words: 'asked for in letter 12',
};

/** Persons of whom the log knows. */
export class People {
  private readonly view: AuditView;

  constructor(
    private readonly world: AuditWorld,
    readonly talk: Talk = new Talk(world),
  ) {
    this.view = new AuditView(world);
  }

  /** Police asks ambulance to see to somebody, and unless told otherwise it is over. The log has it all. */
  async meet({ over = true }: { readonly over?: boolean } = {}): Promise<Person> {
    const [task, token] = [newTask(), newToken()];
    const told = await this.talk.request(task, {}, [token]);
    await this.talk.send(told);
    if (over) await this.cancels(task, task.asker, 2);
    await until(async () => {
      const leaves = await this.view.rows('SELECT FROM leaf WHERE case_id = $1', [task.caseId]);
      return leaves.length === (over ? 2 : 1);
    });
    return { task, told, token };
  }

  /** One of the parties says that the task is cancelled, whether it may or not. */
  async cancels(task: TestTask, sender: string, version: number): Promise<void> {
    const type = 'concordat.task.cancelled.v1';
    const data = { reason: 'no-longer-needed' };
    await this.talk.send(await this.talk.make(task, { type, sender, version, data }));
  }

  erase(body: object): Promise<AuditAnswer> {
    return ask(this.world, ['POST', '/erasures'], { ...ERASE, ...body });
  }

  /** An agency says what it did with its own copies. */
  async answers(id: string, agency: string, answer: object): Promise<void> {
    const event = {
      ...eventFrame(agency, EPOCH),
      type: 'concordat.erasure.answered.v1',
      sendernumber: this.talk.skip(agency),
      data: { erasure: id, ...answer },
    } as LedgerEvent;
    await this.world.say(erasureSubject(agency), event);
  }

  /** How many sealed parts, keys, index tokens and salts of a person the audit service has. */
  async kept({ task }: Person): Promise<readonly number[]> {
    const [row] = await this.view.rows(
      `SELECT (SELECT count(*)::int FROM sealed_part WHERE person = $1) AS sealed,
              (SELECT count(*)::int FROM person_key WHERE person = $1) AS keys,
              (SELECT count(*)::int FROM index_token t JOIN leaf l ON l.index = t.leaf_index WHERE l.case_id = $1) AS tokens,
              (SELECT count(*)::int FROM token_salt s JOIN leaf l ON l.index = s.leaf_index WHERE l.case_id = $1) AS salts`,
      [task.caseId],
    );
    return Object.values(row as Record<string, number>);
  }

  /** How far an erasure has come, once it is in this state. */
  async until(id: unknown, state: string, because = ''): Promise<Record<string, unknown>> {
    return until(async () => {
      const { body } = await ask(this.world, ['GET', `/erasures/${String(id)}/progress`]);
      return body['state'] === state && JSON.stringify(body).includes(because) && body;
    }, 30_000);
  }
}
