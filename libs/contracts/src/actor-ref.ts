import { createHmac, hkdfSync, type KeyObject } from 'node:crypto';

/**
 * Key of a member's opaque actor references: HKDF-SHA256 (RFC 5869) from its own private signing key, 32 bytes. No
 * other member has it, so none can find a staff number by trying them all.
 */
export function actorKey(secret: KeyObject): Buffer {
  const { d } = secret.export({ format: 'jwk' });
  return Buffer.from(
    hkdfSync('sha256', Buffer.from(String(d), 'base64url'), Buffer.alloc(0), 'concordat/actor/v1', 32),
  );
}

/**
 * A staff or system reference as events name it: the first 16 bytes of HMAC-SHA256 over its kind and itself, base64url. One
 * reference gives one name always, so its member finds it again by making the names of its own staff.
 */
export const actorRef = (kind: 'person' | 'system', reference: string, key: Buffer): string =>
  createHmac('sha256', key)
    .update(`${kind}\0${reference}`, 'utf8')
    .digest()
    .subarray(0, 16)
    .toString('base64url');
