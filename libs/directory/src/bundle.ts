import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import {
  isObject,
  list,
  oneOf,
  record,
  refuse,
  text,
  wholeNumber,
  type Check,
  type Finding,
  type Path,
} from './check.js';
import { RESERVED_MEMBERS, type DirectoryData } from './data.js';
import { DirectoryError, faultsWithoutLines } from './directory-error.js';
import { directoryData } from './shape.js';

const KEY_USES = ['signing', 'sealing', 'witness', 'log'] as const;
const CURVES = ['Ed25519', 'X25519'] as const;
const KEY_STATES = ['active', 'revoked'] as const;

/** What a key is for: signing events, opening sealed parts, cosigning checkpoints, signing the log's checkpoints. */
export type KeyUse = (typeof KEY_USES)[number];

/** One public key of a member. Revoked keys stay, so that what they signed earlier can still be checked. */
export interface MemberKey {
  /** An agency's code, `keeper`, `audit` or `custodian`. */
  readonly member: string;
  readonly use: KeyUse;
  /** Thumbprint of the key, see `keyId`. */
  readonly kid: string;
  /** The raw public key, 32 bytes, base64url. */
  readonly x: string;
  /** X25519 for sealing, Ed25519 for all else. */
  readonly crv: (typeof CURVES)[number];
  readonly status: (typeof KEY_STATES)[number];
}

/** What the keeper signs and publishes: one version of the directory with the members' public keys. */
export interface DirectoryBundle {
  /** Counts up from 1. */
  readonly version: number;
  readonly data: DirectoryData;
  readonly keys: readonly MemberKey[];
}

/** JWK thumbprint of a public key: SHA-256, base64url (RFC 7638, members of an OKP key by RFC 8037 §2). */
export const keyId = (crv: MemberKey['crv'], x: string): string => digest({ crv, kty: 'OKP', x });

/** SHA-256 of the bundle's canonical JSON (RFC 8785), base64url: the same for any order of keys in its objects. */
export const bundleHash = (bundle: DirectoryBundle): string => digest(bundle);

/** Checks a bundle that came over the wire and returns it. Throws DirectoryError (BAD_BUNDLE) with every fault. */
export function parseBundle(value: unknown): DirectoryBundle {
  const findings: Finding[] = [];
  if (directoryBundle(value, [], findings)) return value;
  throw new DirectoryError('BAD_BUNDLE', faultsWithoutLines('bundle', findings));
}

const directoryBundle: Check<DirectoryBundle> = (value, at, findings): value is DirectoryBundle => {
  const before = findings.length;
  const member = oneOf([...agencyCodes(value), ...RESERVED_MEMBERS]);
  const shape = record<DirectoryBundle>({
    version: wholeNumber(1),
    data: directoryData,
    keys: list(memberKey(member)),
  });
  if (shape(value, at, findings)) findKeyClashes(value.keys, [...at, 'keys'], findings);
  return findings.length === before;
};

const memberKey = (member: Check<string>): Check<MemberKey> => {
  const shape = record<MemberKey>({
    member,
    use: oneOf(KEY_USES),
    kid: text,
    x: text,
    crv: oneOf(CURVES),
    status: oneOf(KEY_STATES),
  });
  return (value, at, findings): value is MemberKey =>
    shape(value, at, findings) && keyIsWhole(value, at, findings);
};

function keyIsWhole(key: MemberKey, at: Path, findings: Finding[]): boolean {
  const before = findings.length;
  const curve = key.use === 'sealing' ? 'X25519' : 'Ed25519';
  if (key.crv !== curve) refuse(findings, [...at, 'crv'], `a ${key.use} key is of curve ${curve}`);
  const raw = Buffer.from(key.x, 'base64url');
  if (raw.length !== 32 || raw.toString('base64url') !== key.x) {
    refuse(findings, [...at, 'x'], 'must be 32 bytes in base64url');
  }
  if (key.kid !== keyId(key.crv, key.x)) refuse(findings, [...at, 'kid'], 'is not the thumbprint of the key');
  return findings.length === before;
}

/** One kid means one key, and a member has at most one active key for each use: nobody has to choose. */
function findKeyClashes(keys: readonly MemberKey[], at: Path, findings: Finding[]): void {
  const kids = new Set<string>();
  const active = new Set<string>();
  keys.forEach(({ kid, member, use, status }, i) => {
    if (kids.has(kid)) refuse(findings, [...at, i, 'kid'], `duplicate kid "${kid}"`);
    kids.add(kid);
    if (status !== 'active') return;
    const place = `${member} ${use}`;
    if (active.has(place)) refuse(findings, [...at, i, 'status'], `second active ${use} key of "${member}"`);
    active.add(place);
  });
}

function agencyCodes(bundle: unknown): readonly string[] {
  const data = isObject(bundle) ? bundle['data'] : undefined;
  const agencies = isObject(data) ? data['agencies'] : undefined;
  if (!Array.isArray(agencies)) return [];
  return agencies.filter(isObject).map((agency) => String(agency['code']));
}

const digest = (value: object): string =>
  createHash('sha256').update(canonicalize(value)).digest('base64url');
