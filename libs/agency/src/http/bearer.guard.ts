import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Sight } from '#storage';
import type { SystemToken } from '../system-tokens.js';
import type { AdmittedPerson, People } from './people.js';
import { Problem } from './problem.js';

/** A request as the edge hands it to the handlers. */
export type AdmittedRequest = FastifyRequest & {
  /** Name of the agency's own system that calls, or what stands for the person who is signed in. */
  system?: string;
  /** The person who is signed in, as the actor of what they do; absent for a system. */
  actor?: AdmittedPerson['actor'];
  /** The units of the agency to which that system is bound; absent for one that acts for all of them. */
  units?: readonly string[];
  /** The same as the stores take them. */
  sight?: Sight;
  /** The body's text as it came. */
  bodyText?: string;
};

/** The one address that answers without a token. */
const OPEN_PATH = '/health';

/** The token that this Authorization header carries. Every known token is compared, in constant time. */
export function tokenIn(
  authorization: string | undefined,
  tokens: readonly SystemToken[],
): SystemToken | undefined {
  const token = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization ?? '')?.[1];
  if (!token) return undefined;
  const given = createHash('sha256').update(token, 'ascii').digest();
  let found: SystemToken | undefined;
  for (const one of tokens) {
    const known = Buffer.from(one.sha256, 'hex');
    if (known.length === given.length && timingSafeEqual(known, given)) found ??= one;
  }
  return found;
}

/** Notes on the request which system calls, and for which units. Throws Problem NO_VALID_TOKEN; only GET /health needs none. */
export function admit(request: AdmittedRequest, tokens: readonly SystemToken[]): void {
  if (admitSystem(request, tokens) || isOpen(request)) return;
  throw new Problem('NO_VALID_TOKEN', { headers: { 'www-authenticate': 'Bearer realm="concordat"' } });
}

function admitSystem(request: AdmittedRequest, tokens: readonly SystemToken[]): boolean {
  const found = tokenIn(request.headers.authorization, tokens);
  if (!found) return false;
  request.system = found.name;
  if (found.units) request.units = found.units;
  return true;
}

/**
 * The same for systems and for people who are signed in, where the agency believes an issuer. Rejects with Problem NO_VALID_TOKEN,
 * NOT_FOR_THIS_PERSON or ISSUER_AWAY.
 */
export async function admitEither(
  request: AdmittedRequest,
  tokens: readonly SystemToken[],
  people: People | undefined,
): Promise<void> {
  if (admitSystem(request, tokens)) return;
  const { method, headers, routeOptions } = request;
  const person = await people?.bearing(headers.authorization, `${method} ${routeOptions?.url ?? ''}`);
  if (!person) return admit(request, []);
  request.system = person.system;
  request.actor = person.actor;
  if (person.units) request.units = person.units;
}

const isOpen = ({ method, url }: FastifyRequest): boolean =>
  method === 'GET' && url.split('?')[0] === OPEN_PATH;

/**
 * Lets no HTTP handler run for a caller that was not admitted. `setUpHttp` admits callers before their body is read; this
 * guard closes every route should that ever be left out.
 */
@Injectable()
export class BearerGuard implements CanActivate {
  /** Throws Problem NO_VALID_TOKEN; other transports than HTTP pass. */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AdmittedRequest>();
    if (!request.system) admit(request, []);
    return true;
  }
}
