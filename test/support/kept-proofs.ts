import { expect } from '@jest/globals';
import {
  leafHash,
  openNote,
  parseCheckpoint,
  verifyConsistency,
  verifyInclusion,
  type Checkpoint,
} from '#transparency';
import type { County } from './county.js';
import { logVerifierOf } from './e2e-books.js';

/** A proof as it was once given for an event. */
export interface KeptProof {
  readonly eventId: string;
  readonly event: string;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly string[];
  readonly checkpoint: string;
}

/** Each proof still holds, the event can be proven anew, and the log of now extends the one of then. */
export async function expectStillProven(county: County, proofs: readonly KeptProof[]): Promise<void> {
  const verifier = await logVerifierOf(county);
  const rootIn = (note: string): Checkpoint => {
    const opened = openNote(note, [verifier]);
    if ('refused' in opened) throw new Error(opened.refused);
    const point = parseCheckpoint(opened.text);
    if ('refused' in point) throw new Error(point.refused);
    return point;
  };
  for (const { eventId, event, index, size, proof, checkpoint } of proofs) {
    const hash = leafHash(Buffer.from(event, 'ascii'));
    const { root } = rootIn(checkpoint);
    expect(verifyInclusion({ index, size, leafHash: hash, proof: bytes(proof), root })).toBe(true);
    const now = (await county.audit(`/events/${eventId}`)).body as unknown as KeptProof;
    const newest = rootIn(now.checkpoint);
    expect([now.event, now.index]).toEqual([event, index]);
    const anew = { index, size: now.size, leafHash: hash, proof: bytes(now.proof), root: newest.root };
    expect(verifyInclusion(anew)).toBe(true);
    const grown = (await county.audit(`/log/proof/consistency?first=${size}&second=${now.size}`)).body;
    const between = { first: size, second: now.size, firstRoot: root, secondRoot: newest.root };
    expect(verifyConsistency({ ...between, proof: bytes(grown['proof'] as string[]) })).toBe(true);
  }
}

const bytes = (all: readonly string[]): Buffer[] => all.map((one) => Buffer.from(one, 'base64'));
