import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { sealedHash } from '#contracts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed part once more under the key of its person: AES-256-GCM, bound to its leaf. Initial value, tag, ciphertext. */
export function wrap(sealed: string, key: Buffer, leafIndex: number): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(boundTo(leafIndex, sealedHash(sealed)));
  const ciphertext = Buffer.concat([cipher.update(sealed, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
}

/** The sealed part out of its box; undefined where the box, the key, the leaf or the signed hash is another one. */
export function unwrap(
  box: Buffer,
  key: Buffer,
  { leafIndex, hash }: { readonly leafIndex: number; readonly hash: string },
): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(leafIndex, hash));
    decipher.setAuthTag(box.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(box.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return text.toString('utf8');
  } catch {
    return undefined;
  }
}

const boundTo = (leafIndex: number, hash: string): Buffer =>
  Buffer.from(`concordat/sealed/v1\0${leafIndex}\0${hash}`, 'ascii');
