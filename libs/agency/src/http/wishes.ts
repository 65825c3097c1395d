import type { ItemStatement, Override, TaskCommand } from '#domain';
import type { Directory } from '#directory';
import type { Agency } from '../agency.js';
import type { Actor, Wish } from '../wish.js';
import { actorKey, opaqueActor, type NamedActor } from './actor.js';
import type { Caller } from './caller.js';
import type {
  AcknowledgeBody,
  CancelBody,
  CompleteBody,
  DeclineBody,
  InformBody,
  RequestTaskBody,
  ReviewBody,
  StepBody,
} from './commands.dto.js';
import type { OverrideBody } from './items.dto.js';

/** The steps that follow a request and move a task on, or tell something on it. */
export type StepType = 'receive' | 'accept' | 'reject' | 'start' | 'inform' | 'complete' | 'fail' | 'cancel';
/** A body of any step. */
export type AnyStepBody = StepBody & Partial<CancelBody & DeclineBody & InformBody & CompleteBody>;

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
    { body, items }: { readonly body: AnyStepBody; readonly items: readonly ItemStatement[] },
    caller: Caller,
  ): Wish {
    const { seenStatus, fact } = body;
    const command = {
      type,
      taskId,
      ...this.byNow(body),
      ...endOf(type, body),
      ...(seenStatus && { seenStatus }),
    } as TaskCommand;
    return { command, ...this.around(body, items, caller), ...(fact && { fact }) };
  }

  /** A request, wanted now, with its urgency and time to decide filled in. */
  request(body: RequestTaskBody, ids: RequestIds, items: readonly ItemStatement[], caller: Caller): Wish {
    const directory = this.agency.directory();
    const { kind, mode, to, wanted, grade, purpose, basis } = body;
    const { by, at } = this.byNow(body);
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
      decideBy: decideByOf(body, directory, at),
      ...(wanted && wanted.length > 0 && { wanted }),
      ...(grade && { grade }),
      ...(purpose && { purpose }),
      ...(basis && { basis }),
    };
    return { command, ...this.around(body, items, caller) };
  }

  /** A person's word that these events were seen, wanted now. */
  acknowledge(taskId: string, body: AcknowledgeBody, caller: Caller): Wish {
    const command: TaskCommand = {
      type: 'acknowledge',
      taskId,
      ...this.byNow(body),
      events: [...new Set(body.events)],
    };
    return { command, ...this.around(body, [], caller) };
  }

  /** What a review of an override came to, wanted now. */
  review(taskId: string, body: ReviewBody, caller: Caller): Wish {
    const { override, finding } = body;
    const command: TaskCommand = { type: 'review', taskId, ...this.byNow(body), override, finding };
    return { command, ...this.around({ ...body, override: undefined }, [], caller) };
  }

  /** The actor as events name it. */
  actor(actor: NamedActor, { system }: Caller): Actor {
    return opaqueActor(actor, system, this.key);
  }

  private byNow({ unit }: { readonly unit: string }) {
    return { by: { agency: this.agency.profile.code, unit }, at: new Date().toISOString() };
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

/** The shared band of a request: as given or as its grade is sorted, else the default of its kind. */
export function bandOf({ kind, urgency }: RequestTaskBody, directory: Directory): string {
  return urgency ?? known(directory, kind).defaultUrgency;
}

/** Until when a request may be decided, in UTC. */
function decideByOf(
  { kind, decideBy, decideWithinMinutes }: RequestTaskBody,
  directory: Directory,
  now: string,
): string {
  if (decideBy !== undefined) return new Date(decideBy).toISOString();
  const minutes = decideWithinMinutes ?? known(directory, kind).decideWithinMinutes;
  return new Date(Date.parse(now) + minutes * 60_000).toISOString();
}

function known(directory: Directory, code: string) {
  const kind = directory.kind(code);
  if (!kind) throw new Error('a checked kind is gone');
  return kind;
}

function endOf(type: StepType, { reason, outcome }: AnyStepBody): { reason?: string; outcome?: string } {
  switch (type) {
    case 'reject':
    case 'fail':
    case 'cancel':
      return reason === undefined ? {} : { reason };
    case 'complete':
      return outcome === undefined ? {} : { outcome };
    case 'receive':
    case 'accept':
    case 'start':
    case 'inform':
      return {};
    default:
      return type satisfies never;
  }
}
