import { createHash } from 'node:crypto';
import type { ActingAs } from './acts.js';

/** The service itself, where no person acts: always the same reference, which says nothing else. */
export const SERVICE: ActingAs = {
  ref: createHash('sha256').update('concordat/audit').digest().subarray(0, 16).toString('base64url'),
  role: 'service',
  type: 'system',
};
