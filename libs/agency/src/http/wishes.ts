import { uuidv7 } from 'uuidv7';
import { actorKey } from '#contracts';
import type { ItemStatement, Override, TaskCommand } from '#domain';
import type { Agency } from '../agency.js';
import type { Actor, Wish } from '../wish.js';
import { opaqueActor, type NamedActor } from './actor.js';
import type { Caller } from './caller.js';
import type { AcknowledgeBody, RequestTaskBody, ReviewBody } from './commands.dto.js';
import { bandOf, requestTimes, responsibilityOf } from './request-times.js';
import type { OverrideBody } from './items.dto.js';
import { saidIn, type AnyStepBody, type StepType } from './step-facts.js';

/** What a step is made of beside its type: `at` is the time of the task now, ISO 8601 in UTC. */
interface StepParts {
  readonly body: AnyStepBody;
  readonly items: readonly ItemStatement[];
  readonly at: string;
  /** How long the offer of a handover stands unless the body says it. */
  readonly handoverMinutes: number;
}

/** What a request is known by: its task, its case, and the need of which it is an offer. */
export interface RequestIds {
  readonly taskId: string;
  readonly caseId: string;
  readonly need?: string;
}

/** Makes wishes of one agency out of checked bodies. */
export class Wishes {
  private readonly key: Buffer;

  constructor(private readonly agency: Agency) {
    this.key = actorKey(agency.config.keys.signing.privateKey);
  }

  /** A step on a task, wanted now, with the items that it tells. */
  step(
    type: StepType,
    taskId: string,
    { body, items, at, handoverMinutes }: StepParts,
    caller: Caller,
  ): Wish {
    const { seenStatus, fact, promise } = body;
    const command = {
      type,
      taskId,
      by: this.party(body),
      at,
      ...saidIn(type, body, { at, handoverMinutes, newId: uuidv7 }),
      ...(seenStatus && { seenStatus }),
    } as TaskCommand;
    return {
      command,
      ...this.around(body, items, caller),
      ...(fact && { fact }),
      ...(typeof promise === 'object' && { promise: promise.text }),
    };
  }

  /** A request, wanted now, with its urgency and time to decide filled in. */
  request(
    body: RequestTaskBody,
    { at, ...ids }: RequestIds & { readonly at: string },
    items: readonly ItemStatement[],
    caller: Caller,
  ): Wish {
    const directory = this.agency.directory();
    const { kind, mode, to, wanted, grade, purpose, basis, exercise, follows, occurredAt } = body;
    const by = this.party(body);
    const command: TaskCommand = {
      type: 'request',
      ...ids,
      mode,
      kind,
      urgency: bandOf(body, directory),
      asker: by,
      performer: { agency: to.agency, unit: to.unit },
      by,
      at,
      ...requestTimes(body, directory, at),
      ...responsibilityOf(body, directory),
      ...(exercise && { exercise }),
      ...(follows && { follows }),
      ...(wanted && wanted.length > 0 && { wanted }),
      ...(grade && { grade }),
      ...(purpose && { purpose }),
      ...(basis && { basis }),
      ...(occurredAt && { occurredAt: new Date(occurredAt).toISOString() }),
    };
    return { command, ...this.around(body, items, caller) };
  }

  /** A person's word that these events were seen, wanted now. */
  acknowledge(taskId: string, body: AcknowledgeBody, at: string, caller: Caller): Wish {
    const command: TaskCommand = {
      type: 'acknowledge',
      taskId,
      by: this.party(body),
      at,
      events: [...new Set(body.events)],
    };
    return { command, ...this.around(body, [], caller) };
  }

  /** What a review of an override came to, wanted now. */
  review(taskId: string, body: ReviewBody, at: string, caller: Caller): Wish {
    const { override, finding } = body;
    const command: TaskCommand = { type: 'review', taskId, by: this.party(body), at, override, finding };
    return { command, ...this.around({ ...body, override: undefined }, [], caller) };
  }

  /** The actor as events name it. */
  actor(actor: NamedActor, { system }: Caller): Actor {
    return opaqueActor(actor, system, this.key);
  }

  private party({ unit }: { readonly unit: string }) {
    return { agency: this.agency.profile.code, unit };
  }

  private around(body: Around, items: readonly ItemStatement[], caller: Caller): Omit<Wish, 'command'> {
    const { note, words, ifNotAllowed, override, actor } = body;
    const { key } = caller;
    return {
      items,
      actor: this.actor(actor, caller),
      ...(note && { note }),
      ...(words && { words }),
      ...(ifNotAllowed && { ifNotAllowed }),
      ...(override && { override: this.override(override, caller) }),
      ...(key && { key }),
    };
  }

  private override({ reason, authorisedBy, until }: OverrideBody, { system }: Caller): Override {
    const { ref } = opaqueActor({ ...authorisedBy, type: 'person' }, system, this.key);
    return { reason, authorisedBy: ref, authorisedRole: authorisedBy.role, until: Date.parse(until) };
  }
}

/** What a body of any command may say beside the command itself. */
interface Around extends Pick<RequestTaskBody, 'actor' | 'note' | 'words' | 'ifNotAllowed'> {
  readonly override?: OverrideBody | undefined;
}
