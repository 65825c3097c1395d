import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SigningKey } from '#contracts';
import { keyId } from '#directory';
import { ConfigError, type Config } from './config.js';

/**
 * What a bearer of a token may do: an `auditor` reads everything, a `records-officer` what their own agency sent or
 * received; a `custodian` opens sealed values; `any` asks what concerns no single case.
 */
export const ROLES = ['auditor', 'records-officer', 'custodian', 'any'] as const;
/** One of `ROLES`. */
export type Role = (typeof ROLES)[number];

/** Who may ask: the token itself is nowhere kept, only its SHA-256 as hex. */
export interface Token {
  readonly name: string;
  readonly sha256: string;
  readonly role: Role;
  /** Whose records officer. */
  readonly agency?: string;
}

/** The pinned public key of the keeper. */
export interface KeeperKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
}

/** What the files of the configuration hold. */
export interface Secrets {
  readonly seed: string;
  /** Signs events. */
  readonly signing: SigningKey;
  /** Signs checkpoints. */
  readonly logKey: KeyObject;
  readonly keeper: KeeperKey;
  readonly tokens: readonly Token[];
}

/** Reads every file. Throws ConfigError that names each file which cannot be read or used; never quotes its content. */
export function readSecrets(config: Config): Secrets {
  const faults: string[] = [];
  const from = <T>(name: string, file: string, read: (text: string) => T): T | undefined => {
    try {
      return read(readFileSync(file, 'utf8'));
    } catch {
      faults.push(`${name}: ${file} cannot be read, or does not hold what it should`);
      return undefined;
    }
  };
  const seed = from('NATS_SEED_FILE', config.natsSeedFile, (text) => text.trim());
  const keys = from('KEYS_FILE', config.keysFile, keysIn);
  const keeper = from('KEEPER_KEY_FILE', config.keeperKeyFile, keeperIn);
  const tokens = from('TOKENS_FILE', config.tokensFile, tokensIn);
  if (seed === undefined || !keys || !keeper || !tokens) throw new ConfigError(faults);
  return { seed, ...keys, keeper, tokens };
}

interface Jwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
}

function keysIn(text: string): { signing: SigningKey; logKey: KeyObject } {
  const { signing, log } = JSON.parse(text) as { signing: Jwk; log: Jwk };
  const [privateKey, logKey] = [signing, log].map((key) => ed25519(createPrivateKey(jwk(key))));
  return {
    signing: { kid: keyId('Ed25519', signing.x), privateKey: privateKey as KeyObject },
    logKey: logKey as KeyObject,
  };
}

function keeperIn(text: string): KeeperKey {
  const key = JSON.parse(text) as Jwk;
  const publicKey = ed25519(createPublicKey(jwk({ kty: key.kty, crv: key.crv, x: key.x })));
  return { kid: keyId('Ed25519', key.x), publicKey };
}

const jwk = (key: Jwk) => ({ key: { ...key }, format: 'jwk' as const });

function ed25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  return key;
}

function tokensIn(text: string): readonly Token[] {
  const tokens = JSON.parse(text) as unknown;
  if (!Array.isArray(tokens) || !tokens.every(isToken)) throw new TypeError('not a list of tokens');
  return tokens;
}

function isToken(value: unknown): value is Token {
  const { name, sha256, role, agency } = (value ?? {}) as Partial<Record<keyof Token, unknown>>;
  // Only a records officer has an agency, and none is without.
  if ((role === 'records-officer') !== (typeof agency === 'string')) return false;
  const hash = typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
  return typeof name === 'string' && hash && ROLES.some((known) => known === role);
}
