import { createHash } from 'node:crypto';
import { SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';
import type { Role, Token } from './secrets.js';

const NEEDS = 'concordat:needs';

/** Marks a controller or route with the role that it needs; `open` is for no token at all. Unmarked needs `auditor`. */
export const Needs = (role: Role | 'open') => SetMetadata(NEEDS, role);

/** Lets in who bears a known token of the right role: 401 without one, 403 with another role. */
export class TokenGuard implements CanActivate {
  private readonly byHash: ReadonlyMap<string, Token>;

  constructor(
    tokens: readonly Token[],
    private readonly reflector: Reflector,
  ) {
    this.byHash = new Map(tokens.map((token) => [token.sha256, token]));
  }

  /** True, or throws Problem. Questions over NATS pass: the broker's accounts say who may ask. */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const role =
      this.reflector.getAllAndOverride<Role | 'open' | undefined>(NEEDS, [
        context.getHandler(),
        context.getClass(),
      ]) ?? 'auditor';
    if (role === 'open') return true;
    const { authorization } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    const token = this.tokenIn(authorization);
    if (!token) throw new Problem(401, 'A bearer token is needed');
    if (role === 'auditor' && token.role !== 'auditor') {
      throw new Problem(403, 'This is for auditors');
    }
    return true;
  }

  private tokenIn(header: string | undefined): Token | undefined {
    const [, bearer] = /^Bearer ([A-Za-z0-9._~+/=-]{1,512})$/i.exec(header ?? '') ?? [];
    if (bearer === undefined) return undefined;
    // Looking up a hash tells nothing about the token by the time it takes.
    return this.byHash.get(createHash('sha256').update(bearer).digest('hex'));
  }
}
