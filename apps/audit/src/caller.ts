import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { actorRef } from '#contracts';
import type { ActingAs } from './acts.js';
import type { Role, Token } from './secrets.js';

/** Who asks: the bearer of a known token, or a person who is signed in. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
  /** Whose records officer: sees only what this agency sent or received. */
  readonly agency?: string;
  /** The same, as events name it. */
  readonly actor: ActingAs;
}

/** What a token says of its bearer. */
export type Bearer = Pick<Token, 'name' | 'role' | 'agency'>;

const CALLER = Symbol('audit:caller');

/** The caller that a token stands for; `key` is that of the audit service's opaque references. */
export function callerOf({ name, role, agency }: Bearer, key: Buffer): Caller {
  const type = role === 'any' ? 'system' : 'person';
  return {
    name,
    role,
    ...(agency !== undefined && { agency }),
    actor: { ref: actorRef(type, name, key), role: role === 'any' ? 'service' : role, type },
  };
}

/** Remembers who makes this request. */
export function setCaller(request: object, caller: Caller): void {
  (request as { [CALLER]?: Caller })[CALLER] = caller;
}

/** Who makes this request; undefined for one that nobody was let in for. */
export const callerOfRequest = (request: object): Caller | undefined =>
  (request as { [CALLER]?: Caller })[CALLER];

/** Who makes the request of a route; one without a guard has nobody, and throws Error. */
export function callerIn(context: ExecutionContext): Caller {
  const caller = callerOfRequest(context.switchToHttp().getRequest<object>());
  if (!caller) throw new Error('a route that names its caller is open to all');
  return caller;
}

/** Parameter decorator: who makes this request. A route without a guard has none, and fails. */
export const CalledBy = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  callerIn(context),
);

/** How far a caller sees: a records officer what the own agency sent or received, an auditor all. */
export const scopeOf = ({ agency }: Caller): { readonly within?: string } =>
  agency === undefined ? {} : { within: agency };

/** Whether a caller may see what these members said to each other. */
export const mayRead = ({ agency }: Caller, parties: readonly string[]): boolean =>
  agency === undefined || parties.includes(agency);
