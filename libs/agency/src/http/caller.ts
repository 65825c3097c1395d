import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { bodyHash } from '../composer.js';
import type { Sight } from '#storage';
import type { BoundTo } from '../units.js';
import type { Wish } from '../wish.js';
import type { AdmittedRequest } from './bearer.guard.js';
import { Problem } from './problem.js';

/** Longest that a caller may wait for the ledger, in seconds. */
export const MAX_WAIT_S = 30;

/** Who calls, and how it wants its command treated. */
export interface Caller {
  /** Name of the calling system. */
  readonly system: string;
  /** Units to which it is bound, if it is. */
  readonly units?: BoundTo;
  /** What it may see. */
  readonly sight?: Sight;
  /** How long it waits for `recorded`, in ms; undefined for the service's own measure. */
  readonly waitMs: number | undefined;
  readonly key?: NonNullable<Wish['key']>;
}

/** The caller of an admitted request. Throws Problem BAD_INPUT on an Idempotency-Key that is none. */
export function callerOf(request: AdmittedRequest): Caller {
  const system = request.system;
  if (!system) throw new Problem('NO_VALID_TOKEN');
  const key = idempotencyKey(request, system);
  const { units, sight } = request;
  return { system, units, sight, waitMs: preferredWait(request.headers['prefer']), ...(key && { key }) };
}

/** Handler parameter: the {@link Caller}. */
export const FromCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<AdmittedRequest>()),
);

/** Handler parameter: what the caller may see. */
export const FromSight = createParamDecorator(
  (_: unknown, context: ExecutionContext): Sight =>
    context.switchToHttp().getRequest<AdmittedRequest>().sight,
);

/** `Prefer: wait=N` (RFC 7240 section 4.3) in ms, at most 30 s; undefined when there is none. */
export function preferredWait(prefer: string | string[] | undefined): number | undefined {
  const seconds = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i.exec(
    [prefer ?? ''].flat().join(','),
  )?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds), MAX_WAIT_S) * 1000;
}

// Two systems of the agency may choose the same key, and one body may be meant for two addresses.
function idempotencyKey(request: AdmittedRequest, system: string): Wish['key'] | undefined {
  const given = request.headers['idempotency-key'];
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || !/^[\x20-\x7e]{1,200}$/.test(given)) {
    const detail = 'the header Idempotency-Key takes 1 to 200 printable ASCII characters';
    throw new Problem('BAD_INPUT', { faults: [{ pointer: '', code: 'BAD_IDEMPOTENCY_KEY', detail }] });
  }
  const path = request.url.split('?')[0];
  return {
    key: `${system} ${given}`,
    bodyHash: bodyHash(`${request.method} ${path}\n${request.bodyText ?? ''}`),
  };
}
