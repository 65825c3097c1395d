import { createHash } from 'node:crypto';
import { SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { IssuerAway, type PersonTokens } from '#access';
import { Problem } from './problem.js';
import { callerOf, setCaller, type Bearer } from './caller.js';
import { ROLES, type Role, type Token } from './secrets.js';

const NEEDS = 'concordat:needs';

/**
 * Who may come in: `open` is for everybody, `any` for every known token, `reader` for auditors and records officers; else the
 * role itself.
 */
export type Need = Role | 'open' | 'reader';

/** Marks a controller or route with who may come in. Unmarked is for auditors alone. */
export const Needs = (need: Need) => SetMetadata(NEEDS, need);

const MAY: Readonly<Record<Exclude<Need, 'open'>, readonly Role[]>> = {
  any: ROLES,
  reader: ['auditor', 'records-officer'],
  auditor: ['auditor'],
  'records-officer': ['records-officer'],
  custodian: ['custodian'],
};
const FOR: Readonly<Record<Exclude<Need, 'open' | 'any'>, string>> = {
  reader: 'This is for auditors and records officers',
  auditor: 'This is for auditors',
  'records-officer': 'This is for records officers',
  custodian: 'This is for the custodian',
};

/** Whom the guard believes. */
export interface Believed {
  readonly tokens: readonly Token[];
  /** Reads people who are signed in; absent where only tokens of the file count. */
  readonly people?: PersonTokens | undefined;
}

/** Lets in who bears a known token of the right role, or is signed in with it: 401 without one, 403 with another role. */
export class TokenGuard implements CanActivate {
  private readonly byHash: ReadonlyMap<string, Token>;

  constructor(
    private readonly believed: Believed,
    private readonly reflector: Reflector,
    private readonly actorKey: Buffer,
  ) {
    this.byHash = new Map(believed.tokens.map((token) => [token.sha256, token]));
  }

  /** True, or rejects with Problem. Questions over NATS pass: the broker's accounts say who may ask. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const need =
      this.reflector.getAllAndOverride<Need | undefined>(NEEDS, [context.getHandler(), context.getClass()]) ??
      'auditor';
    if (need === 'open') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    const token = this.tokenIn(authorization) ?? (await this.personIn(authorization));
    if (!token) throw new Problem(401, 'A bearer token is needed');
    if (need !== 'any' && !MAY[need].includes(token.role)) throw new Problem(403, FOR[need]);
    setCaller(request, callerOf(token, this.actorKey));
    return true;
  }

  private tokenIn(header: string | undefined): Token | undefined {
    const [, bearer] = /^Bearer ([A-Za-z0-9._~+/=-]{1,512})$/i.exec(header ?? '') ?? [];
    if (bearer === undefined) return undefined;
    // Looking up a hash tells nothing about the token by the time it takes.
    return this.byHash.get(createHash('sha256').update(bearer).digest('hex'));
  }

  /** A person as the token of the file that they would have, by the issuer's opaque name for them. */
  private async personIn(header: string | undefined): Promise<Bearer | undefined> {
    const [, bearer] = /^Bearer ([A-Za-z0-9._-]{1,8192})$/i.exec(header ?? '') ?? [];
    if (bearer === undefined || !this.believed.people) return undefined;
    const person = await this.believed.people.read(bearer).catch((error: unknown) => {
      if (error instanceof IssuerAway) throw new Problem(503, 'The sign-in service does not answer');
      throw error;
    });
    if (!person) return undefined;
    const { subject, role, agency } = person;
    if (role !== 'auditor' && role !== 'records-officer') throw new Problem(403, FOR.reader);
    return { name: subject, role, ...(agency !== undefined && { agency }) };
  }
}
