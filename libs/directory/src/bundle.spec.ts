import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import {
  bundleHash,
  keyId,
  parseBundle,
  type DirectoryBundle,
  type KeyUse,
  type MemberKey,
} from './bundle.js';
import { DirectoryError } from './directory-error.js';
import { loadDirectory } from './load.js';

const data = loadDirectory();

function newKey(member: string, use: KeyUse, status: MemberKey['status'] = 'active'): MemberKey {
  const { publicKey } = use === 'sealing' ? generateKeyPairSync('x25519') : generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url');
  const crv = use === 'sealing' ? 'X25519' : 'Ed25519';
  return { member, use, kid: keyId(crv, x), x, crv, status };
}

const keys = [
  newKey('police', 'signing', 'revoked'),
  newKey('police', 'signing'),
  newKey('police', 'sealing'),
  newKey('audit', 'log'),
  newKey('custodian', 'sealing'),
];
const bundle: DirectoryBundle = { version: 3, data, keys };
const [first, second, sealing] = keys as [MemberKey, MemberKey, MemberKey];

function faultsOf(value: unknown): readonly string[] {
  try {
    parseBundle(value);
    return [];
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    expect(error.code).toBe('BAD_BUNDLE');
    return error.message.split('\n');
  }
}

const withKeys = (...changed: readonly unknown[]): unknown => ({ ...bundle, keys: changed });

/** The same value with the keys of every object in another order. */
function reordered(value: unknown, turn: number): unknown {
  if (Array.isArray(value)) return value.map((entry) => reordered(entry, turn));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, reordered(inner, turn)] as const);
  const by = turn % Math.max(entries.length, 1);
  return Object.fromEntries([...entries.slice(by), ...entries.slice(0, by)].reverse());
}

describe('a directory bundle', () => {
  it('survives a round trip through JSON', () => {
    const back = parseBundle(JSON.parse(JSON.stringify(bundle)));
    expect(back).toEqual(bundle);
    expect(bundleHash(back)).toBe(bundleHash(bundle));
  });

  it('has one hash whatever the order of the keys in its objects', () => {
    fc.assert(
      fc.property(fc.nat(20), (turn) => {
        const other = reordered(bundle, turn) as DirectoryBundle;
        expect(bundleHash(other)).toBe(bundleHash(bundle));
      }),
      { numRuns: 20 },
    );
    expect(bundleHash(bundle)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('has another hash when a version, a key or a rule changes', () => {
    const hashes = [
      bundle,
      { ...bundle, version: 4 },
      { ...bundle, keys: [...keys].reverse() },
      { ...bundle, data: { ...data, witnessing: { cosignatures: 1 } } },
    ].map(bundleHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('names keys as RFC 7638 does', async () => {
    const { crv, x, kid } = second;
    expect(kid).toBe(await calculateJwkThumbprint({ kty: 'OKP', crv, x }));
  });

  it('gives the thumbprint of the example key of RFC 8037', () => {
    const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
    expect(keyId('Ed25519', x)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });
});

const other = newKey('ambulance', 'signing');
const cases: readonly (readonly [string, unknown, string])[] = [
  ['when it is no object', 'bundle', 'bundle: must be a set of named fields, not "bundle"'],
  ['without a version', { data, keys }, 'bundle: lacks "version"'],
  [
    'with a version below one',
    { ...bundle, version: 0 },
    'bundle version: must be a whole number from 1, not 0',
  ],
  ['with an unknown key', { ...bundle, extra: 1 }, 'bundle extra: unknown key "extra"'],
  [
    'with a fault in its directory',
    { ...bundle, data: { ...data, u1OfferAdds: ['shoe-size'] } },
    'bundle data.u1OfferAdds[0]: unknown item "shoe-size"',
  ],
  [
    'with a contradiction in its directory',
    { ...bundle, data: { ...data, witnessing: { cosignatures: 9 } } },
    'bundle data.witnessing.cosignatures: 9 cosignatures wanted of 5 other agencies',
  ],
  [
    'with a key of an unknown member',
    withKeys({ ...second, member: 'fire' }),
    'bundle keys[0].member: must be one of police, ambulance, mh-trust, social-care, acute-hospital, voluntary, keeper, audit, custodian, not "fire"',
  ],
  ['with a private key', withKeys({ ...second, d: 'AAAA' }), 'bundle keys[0].d: unknown key "d"'],
  [
    'with a sealing key on the signing curve',
    withKeys({ ...second, use: 'sealing' }),
    'bundle keys[0].crv: a sealing key is of curve X25519',
  ],
  ['with a short key', withKeys({ ...second, x: 'AAAA' }), 'bundle keys[0].x: must be 32 bytes in base64url'],
  [
    'with the kid of another key',
    withKeys({ ...second, kid: other.kid }),
    'bundle keys[0].kid: is not the thumbprint of the key',
  ],
  [
    'with one key given to two members',
    withKeys(other, { ...other, member: 'police' }),
    `bundle keys[1].kid: duplicate kid "${other.kid}"`,
  ],
  [
    'with two active keys for one use',
    withKeys(second, sealing, { ...first, status: 'active' }),
    'bundle keys[2].status: second active signing key of "police"',
  ],
];

describe('a bundle off the wire is refused', () => {
  it.each(cases)('%s', (_name, value, fault) => {
    expect(faultsOf(value)).toContain(fault);
  });

  it('with every fault at once', () => {
    expect(faultsOf({ version: 'x', data, keys: {} })).toHaveLength(2);
  });
});
