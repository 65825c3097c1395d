import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOfRequest, type Caller } from './caller.js';

/** Header of an answer that was recorded as a reading: the index of its leaf. */
export const READING_HEADER = 'concordat-reading';

const leaves = new WeakMap<Caller, number>();

/** Remembers the leaf that the reading of this request became. */
export function noteReading(caller: Caller, leafIndex: number): void {
  leaves.set(caller, leafIndex);
}

/** Fastify's `onSend`: tells whoever asked which leaf says that they did. */
export function tellReading(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: null, payload: unknown) => void,
): void {
  const caller = callerOfRequest(request);
  const leaf = caller && leaves.get(caller);
  if (leaf !== undefined) void reply.header(READING_HEADER, String(leaf));
  done(null, payload);
}
