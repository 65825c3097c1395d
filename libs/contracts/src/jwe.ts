import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { WireError } from './wire-error.js';

/** The one way to agree a key (RFC 7518 §4.6) and the one cipher (§5.3) of the sealed part. */
const AGREEMENT = 'ECDH-ES+A256KW';
const CIPHER = 'A256GCM';
/** Default initial value of AES key wrap, RFC 3394 §2.2.3.1. */
const KEY_WRAP_IV = Buffer.from('A6A6A6A6A6A6A6A6', 'hex');
/** Largest sealed part, in bytes. */
export const MAX_SEALED_BYTES = 160_000;
/** How many contexts keep their content key in memory, and how often one key is used at the most. */
const CACHED = 5_000;
const USES = 100_000;

/** A reader of sealed parts: its public X25519 key as the directory lists it. */
export interface Reader {
  readonly kid: string;
  /** Raw public key, base64url (JWK `x`). */
  readonly x: string;
}

/** A private X25519 key and its key id. */
export interface OpeningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

interface ContentKey {
  readonly key: Buffer;
  readonly aad: Buffer;
  readonly head: string;
  uses: number;
}

/**
 * Seals texts as JWE in General JSON serialisation (RFC 7516 §7.2.1) for several readers. The content key of a context
 * (a task) is agreed once and used again with a fresh 96-bit IV, since agreeing costs 20 times as much as sealing.
 * Each sealed part still carries the wrapped keys, so any reader can open any one of them alone.
 */
export class Sealer {
  private readonly keys = new Map<string, ContentKey>();

  /** The sealed part as the exact text that travels, is hashed and is stored. */
  seal(context: string, readers: readonly Reader[], text: string): string {
    const content = this.contentKey(context, readers);
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', content.key, iv);
    cipher.setAAD(content.aad);
    const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const rest = { iv: b64(iv), ciphertext: b64(ciphertext), tag: b64(cipher.getAuthTag()) };
    return `${content.head}${JSON.stringify(rest).slice(1)}`;
  }

  private contentKey(context: string, readers: readonly Reader[]): ContentKey {
    const name = `${context} ${readers.map((reader) => reader.kid).join(' ')}`;
    const known = this.keys.get(name);
    if (known && known.uses < USES) {
      known.uses += 1;
      return known;
    }
    const fresh = agree(readers);
    this.keys.delete(name);
    this.keys.set(name, fresh);
    if (this.keys.size > CACHED) this.keys.delete(this.keys.keys().next().value as string);
    return fresh;
  }
}

/** Opens sealed parts with one private key; remembers content keys that it has unwrapped. */
export class Opener {
  private readonly keys = new Map<string, Buffer>();

  constructor(private readonly own: OpeningKey) {}

  /** The text of a sealed part. Throws WireError: MALFORMED, TOO_LARGE, ALGORITHM_NOT_ALLOWED, CANNOT_OPEN. */
  open(sealed: string): string {
    const jwe = readJwe(sealed);
    const wrapped = jwe.recipients.find((recipient) => recipient.header.kid === this.own.kid)?.encrypted_key;
    if (!wrapped) throw new WireError('CANNOT_OPEN', 'no key for this reader');
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.unwrap(jwe, wrapped), bytes(jwe.iv), {
        authTagLength: 16,
      });
      decipher.setAAD(Buffer.from(jwe.protected, 'ascii'));
      decipher.setAuthTag(bytes(jwe.tag));
      return Buffer.concat([decipher.update(bytes(jwe.ciphertext)), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new WireError('CANNOT_OPEN', '', { cause });
    }
  }

  private unwrap(jwe: Jwe, wrapped: string): Buffer {
    const name = `${jwe.protected}.${wrapped}`;
    const known = this.keys.get(name);
    if (known) return known;
    const epk = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: jwe.epk }, format: 'jwk' });
    const secret = diffieHellman({ privateKey: this.own.privateKey, publicKey: epk });
    const unwrap = createDecipheriv('id-aes256-wrap', wrappingKey(secret), KEY_WRAP_IV);
    const key = Buffer.concat([unwrap.update(bytes(wrapped)), unwrap.final()]);
    this.keys.set(name, key);
    if (this.keys.size > CACHED) this.keys.delete(this.keys.keys().next().value as string);
    return key;
  }
}

/** SHA-256 of the exact text of a sealed part, base64url: what the signed event carries. */
export const sealedHash = (sealed: string): string =>
  createHash('sha256').update(sealed, 'utf8').digest('base64url');

interface Jwe {
  readonly protected: string;
  readonly epk: string;
  readonly recipients: readonly {
    readonly header: { readonly kid: string };
    readonly encrypted_key: string;
  }[];
  readonly iv: string;
  readonly ciphertext: string;
  readonly tag: string;
}

function agree(readers: readonly Reader[]): ContentKey {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const { x } = publicKey.export({ format: 'jwk' });
  const header = b64(
    Buffer.from(
      JSON.stringify({ alg: AGREEMENT, enc: CIPHER, epk: { kty: 'OKP', crv: 'X25519', x } }),
      'utf8',
    ),
  );
  const key = randomBytes(32);
  const recipients = readers.map((reader) => {
    const theirs = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: reader.x }, format: 'jwk' });
    const wrap = createCipheriv(
      'id-aes256-wrap',
      wrappingKey(diffieHellman({ privateKey, publicKey: theirs })),
      KEY_WRAP_IV,
    );
    return {
      header: { kid: reader.kid },
      encrypted_key: b64(Buffer.concat([wrap.update(key), wrap.final()])),
    };
  });
  const head = `${JSON.stringify({ protected: header, recipients }).slice(0, -1)},`;
  return { key, aad: Buffer.from(header, 'ascii'), head, uses: 1 };
}

/** Concat KDF with empty party information, RFC 7518 §4.6.2 (one SHA-256 round gives the 256 bits). */
function wrappingKey(secret: Buffer): Buffer {
  const uint32 = (value: number): Buffer => {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32BE(value);
    return buffer;
  };
  const algorithm = Buffer.from(AGREEMENT, 'ascii');
  return createHash('sha256')
    .update(
      Buffer.concat([
        uint32(1),
        secret,
        uint32(algorithm.length),
        algorithm,
        uint32(0),
        uint32(0),
        uint32(256),
      ]),
    )
    .digest();
}

function readJwe(sealed: string): Jwe {
  if (sealed.length > MAX_SEALED_BYTES) throw new WireError('TOO_LARGE', 'sealed');
  try {
    const jwe = JSON.parse(sealed) as Omit<Jwe, 'epk'>;
    const header = JSON.parse(bytes(jwe.protected).toString('utf8')) as Record<string, unknown>;
    const { alg, enc, epk, ...rest } = header as {
      alg: string;
      enc: string;
      epk: { crv: string; x: string };
    };
    if (alg !== AGREEMENT || enc !== CIPHER || epk.crv !== 'X25519' || Object.keys(rest).length > 0) {
      throw new WireError('ALGORITHM_NOT_ALLOWED', 'sealed');
    }
    return { ...jwe, epk: epk.x };
  } catch (cause) {
    if (cause instanceof WireError) throw cause;
    throw new WireError('MALFORMED', 'sealed', { cause });
  }
}

const b64 = (data: Buffer): string => data.toString('base64url');
const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
