import { createHmac, hkdfSync, type KeyObject } from 'node:crypto';
import type { Actor } from '../wish.js';

/** Who acts, as the agency's own system says it. */
export interface NamedActor {
  /** The agency's own staff or system reference; never leaves the agency. */
  readonly ref?: string;
  readonly role: string;
  readonly type: Actor['type'];
  /** The agency that employs the person, where it is another one. */
  readonly employer?: string;
}

/**
 * Key of an agency's opaque actor references: HKDF-SHA256 (RFC 5869) from its own private signing key, 32 bytes. No
 * other agency has it, so none can find a staff number by trying them all.
 */
export function actorKey(secret: KeyObject): Buffer {
  const { d } = secret.export({ format: 'jwk' });
  return Buffer.from(
    hkdfSync('sha256', Buffer.from(String(d), 'base64url'), Buffer.alloc(0), 'concordat/actor/v1', 32),
  );
}

/**
 * The actor as events name it: the first 16 bytes of HMAC-SHA256 over type and reference, base64url. One reference gives
 * one name always, so the agency finds it again by making the names of its own staff. `system` stands in where no
 * reference is given.
 */
export function opaqueActor(actor: NamedActor, system: string, key: Buffer): Actor {
  const named = actor.ref === undefined ? `system\0${system}` : `${actor.type}\0${actor.ref}`;
  const ref = createHmac('sha256', key).update(named, 'utf8').digest().subarray(0, 16).toString('base64url');
  const { role, type, employer } = actor;
  return { ref, role, type, ...(employer && { employer }) };
}
