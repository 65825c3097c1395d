import { createHash, timingSafeEqual } from 'node:crypto';
import { ProblemException } from './problem.filter.js';

/** Somebody who may ask over HTTP: a name for the log, and the SHA-256 of the bearer token, hex. */
export interface Caller {
  readonly name: string;
  readonly sha256: string;
}

/** Reads the list of callers. Throws Error when the text is not a JSON list of `{ name, sha256 }`. */
export function readCallers(text: string): readonly Caller[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list) || !list.every(isCaller)) {
    throw new Error('TOKENS_FILE must be a list of { name, sha256 }');
  }
  return list;
}

/** Whose token an Authorization header carries; undefined for nobody's. */
export function callerOf(header: string | undefined, callers: readonly Caller[]): Caller | undefined {
  const token = /^Bearer ([A-Za-z0-9._~+/=-]{16,512})$/.exec(header ?? '')?.[1];
  if (token === undefined) return undefined;
  const digest = createHash('sha256').update(token).digest();
  return callers.find(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, 'hex'), digest));
}

/** Throws ProblemException 401 unless an Authorization header carries the token of one of the callers. */
export function admit(header: string | undefined, callers: readonly Caller[]): void {
  if (!callerOf(header, callers)) throw new ProblemException(401, 'A valid bearer token is needed');
}

function isCaller(value: unknown): value is Caller {
  const { name, sha256 } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof name === 'string' && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
}
