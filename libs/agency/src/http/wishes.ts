import type { ItemStatement, TaskCommand } from '#domain';
import type { Directory } from '#directory';
import type { Agency } from '../agency.js';
import type { Wish } from '../wish.js';
import { actorKey, opaqueActor, type NamedActor } from './actor.js';
import type { Caller } from './caller.js';
import type {
  CancelBody,
  CompleteBody,
  DeclineBody,
  InformBody,
  RequestTaskBody,
  StepBody,
} from './commands.dto.js';

/** The steps that follow a request. */
export type StepType = Exclude<TaskCommand['type'], 'request'>;
/** A body of any step. */
export type AnyStepBody = StepBody & Partial<CancelBody & DeclineBody & InformBody & CompleteBody>;

/** Makes wishes of one agency out of checked bodies. */
export class Wishes {
  private readonly key: Buffer;

  constructor(private readonly agency: Agency) {
    this.key = actorKey(agency.config.keys.signing.privateKey);
  }

  /** A step on a task, wanted now. */
  step(type: StepType, taskId: string, body: AnyStepBody, caller: Caller): Wish {
    const { seenStatus, unit, note, fact, items, actor } = body;
    const at = new Date().toISOString();
    const by = { agency: this.agency.profile.code, unit };
    const command = {
      type,
      taskId,
      by,
      at,
      ...endOf(type, body),
      ...(seenStatus && { seenStatus }),
    } as TaskCommand;
    return { command, ...this.around({ items: items ?? [], note, actor }, caller), ...(fact && { fact }) };
  }

  /** A request, wanted now, with its urgency and time to decide filled in. */
  request(
    body: RequestTaskBody,
    ids: { readonly taskId: string; readonly caseId: string },
    items: readonly ItemStatement[],
    caller: Caller,
  ): Wish {
    const now = new Date();
    const { kind, mode, to, unit, wanted, note, actor } = body;
    const by = { agency: this.agency.profile.code, unit };
    const command: TaskCommand = {
      type: 'request',
      ...ids,
      mode,
      kind,
      urgency: urgencyOf(body, this.agency.directory()),
      asker: by,
      performer: { agency: to.agency, unit: to.unit },
      by,
      at: now.toISOString(),
      decideBy: decideByOf(body, this.agency.directory(), now),
      ...(wanted && wanted.length > 0 && { wanted }),
    };
    return { command, ...this.around({ items, note, actor }, caller) };
  }

  private around(
    parts: {
      readonly items: readonly ItemStatement[];
      readonly note: string | undefined;
      readonly actor: NamedActor;
    },
    { system, key }: Caller,
  ): Omit<Wish, 'command'> {
    const { items, note, actor } = parts;
    return { items, actor: opaqueActor(actor, system, this.key), ...(note && { note }), ...(key && { key }) };
  }
}

/** The urgency of a request: as given, else the default of its kind. */
export function urgencyOf({ kind, urgency }: RequestTaskBody, directory: Directory): string {
  return urgency ?? known(directory, kind).defaultUrgency;
}

/** Until when a request may be decided, in UTC. */
function decideByOf(
  { kind, decideBy, decideWithinMinutes }: RequestTaskBody,
  directory: Directory,
  now: Date,
): string {
  if (decideBy !== undefined) return new Date(decideBy).toISOString();
  const minutes = decideWithinMinutes ?? known(directory, kind).decideWithinMinutes;
  return new Date(now.getTime() + minutes * 60_000).toISOString();
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
    case 'correct':
    case 'recall':
    case 'identify':
    case 'acknowledge':
    case 'review':
      return {};
    default:
      return type satisfies never;
  }
}
