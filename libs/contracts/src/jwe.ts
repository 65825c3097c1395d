import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { isJsonObject, readJson } from './json.js';
import { freshKeyPair } from './key-pair.js';
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
 * (two agencies and an hour, say) is agreed once and used again with a fresh 96-bit IV, since agreeing costs 20 times as
 * much as sealing. Each sealed part still carries the wrapped keys, so any reader can open any one of them alone.
 */
export class Sealer {
  private readonly keys = new Map<string, ContentKey>();

  /** The sealed part as the exact text that travels, is hashed and is stored. Throws WireError TOO_LARGE. */
  seal(context: string, readers: readonly Reader[], text: string): string {
    const content = this.contentKey(context, readers);
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', content.key, iv);
    cipher.setAAD(content.aad);
    const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const rest = { iv: b64(iv), ciphertext: b64(ciphertext), tag: b64(cipher.getAuthTag()) };
    const sealed = `${content.head}${JSON.stringify(rest).slice(1)}`;
    if (sealed.length > MAX_SEALED_BYTES) throw new WireError('TOO_LARGE', 'sealed');
    return sealed;
  }

  private contentKey(context: string, readers: readonly Reader[]): ContentKey {
    const name = JSON.stringify([context, ...readers.map((reader) => reader.kid)]);
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
    const jwe = readJwe(sealed, this.own.kid);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.unwrap(jwe), jwe.iv, { authTagLength: 16 });
      decipher.setAAD(jwe.aad);
      decipher.setAuthTag(jwe.tag);
      return Buffer.concat([decipher.update(jwe.ciphertext), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new WireError('CANNOT_OPEN', '', { cause });
    }
  }

  private unwrap(jwe: Jwe): Buffer {
    const name = `${jwe.epk}.${b64(jwe.wrapped)}`;
    const known = this.keys.get(name);
    if (known) return known;
    const epk = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: jwe.epk }, format: 'jwk' });
    const secret = diffieHellman({ privateKey: this.own.privateKey, publicKey: epk });
    const unwrap = createDecipheriv('id-aes256-wrap', wrappingKey(secret), KEY_WRAP_IV);
    const key = Buffer.concat([unwrap.update(jwe.wrapped), unwrap.final()]);
    this.keys.set(name, key);
    if (this.keys.size > CACHED) this.keys.delete(this.keys.keys().next().value as string);
    return key;
  }
}

/** SHA-256 of the exact text of a sealed part, base64url: what the signed event carries. */
export const sealedHash = (sealed: string): string =>
  createHash('sha256').update(sealed, 'utf8').digest('base64url');

/** What one reader needs of a sealed part. */
interface Jwe {
  /** Raw ephemeral X25519 key, base64url. */
  readonly epk: string;
  readonly wrapped: Buffer;
  /** The protected header as it stands in the text. */
  readonly aad: Buffer;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

function agree(readers: readonly Reader[]): ContentKey {
  const {
    privateKey,
    jwk: { x },
  } = freshKeyPair('X25519');
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

const MEMBERS = ['protected', 'recipients', 'iv', 'ciphertext', 'tag'];

/** `alg` and `epk` may stand in the protected header (as we write) or beside each wrapped key (as others do). */
function readJwe(sealed: string, kid: string): Jwe {
  if (sealed.length > MAX_SEALED_BYTES) throw new WireError('TOO_LARGE', 'sealed');
  const jwe = members(readJson(sealed, 6));
  if (Object.keys(jwe).some((name) => !MEMBERS.includes(name))) throw new WireError('MALFORMED', 'sealed');
  const shared = members(readJson(bytes(jwe['protected']).toString('utf8'), 4));
  const own = recipientOf(jwe['recipients'], kid);
  const [iv, ciphertext, tag] = [bytes(jwe['iv']), bytes(jwe['ciphertext']), bytes(jwe['tag'])];
  if (iv.length !== 12 || tag.length !== 16) throw new WireError('MALFORMED', 'sealed');
  const epk = ephemeralKey(shared, own ? members(own['header']) : {});
  if (!own || epk === undefined) throw new WireError('CANNOT_OPEN', 'no key for this reader');
  const aad = Buffer.from(String(jwe['protected']), 'ascii');
  return { epk, wrapped: bytes(own['encrypted_key']), aad, iv, ciphertext, tag };
}

function recipientOf(recipients: unknown, kid: string): Record<string, unknown> | undefined {
  if (!Array.isArray(recipients)) throw new WireError('MALFORMED', 'sealed');
  return recipients.map(members).find((recipient) => members(recipient['header'])['kid'] === kid);
}

/** Checks every header member against the allow-list; RFC 7516 §7.2.1 forbids one name in both headers. */
function ephemeralKey(shared: Record<string, unknown>, own: Record<string, unknown>): string | undefined {
  const { enc, ...sharedRest } = shared;
  const { kid, ...ownRest } = own;
  const both = Object.keys(sharedRest).some((name) => name in ownRest);
  const { alg, epk, ...rest } = { ...sharedRest, ...ownRest };
  const foreign = kid === undefined && alg === undefined;
  if (enc !== CIPHER || both || (alg !== AGREEMENT && !foreign) || Object.keys(rest).length > 0) {
    throw new WireError('ALGORITHM_NOT_ALLOWED', 'sealed');
  }
  if (epk === undefined) return undefined;
  const { kty, crv, x, ...more } = members(epk);
  if (kty !== 'OKP' || crv !== 'X25519' || Object.keys(more).length > 0) {
    throw new WireError('ALGORITHM_NOT_ALLOWED', 'sealed');
  }
  return b64(bytes(x));
}

function members(value: unknown): Record<string, unknown> {
  if (!isJsonObject(value)) throw new WireError('MALFORMED', 'sealed');
  return value;
}

const b64 = (data: Buffer): string => data.toString('base64url');

/** Takes only the one text that encodes the bytes. */
function bytes(text: unknown): Buffer {
  const data = typeof text === 'string' ? Buffer.from(text, 'base64url') : undefined;
  if (!data || b64(data) !== text) throw new WireError('MALFORMED', 'sealed');
  return data;
}
