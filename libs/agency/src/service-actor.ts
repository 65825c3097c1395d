import { createHash } from 'node:crypto';
import type { Actor } from './wish.js';

/** The service of an agency itself, as events name it where no person and no other system acted. */
export function serviceActor(agency: string): Actor {
  const hash = createHash('sha256').update(`service ${agency}`).digest();
  return { ref: hash.subarray(0, 16).toString('base64url'), role: 'service', type: 'system' };
}
