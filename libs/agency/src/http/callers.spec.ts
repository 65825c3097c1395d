import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { actorKey, freshKeyPair } from '#contracts';
import { opaqueActor } from './actor.js';
import { admit, tokenIn, type AdmittedRequest } from './bearer.guard.js';
import { callerOf, preferredWait } from './caller.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const TOKENS = [
  { name: 'cad', sha256: sha256('token-of-cad') },
  { name: 'epr', sha256: sha256('token-of-epr') },
];

describe('a token', () => {
  it('names the system that calls', () => {
    expect(tokenIn('Bearer token-of-epr', TOKENS)?.name).toBe('epr');
    expect(tokenIn('bearer token-of-cad', TOKENS)?.name).toBe('cad');
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic token-of-cad',
    'token-of-cad',
    'Bearer token-of-ca',
    'Bearer a b',
  ])('is none in %j', (header) => {
    expect(tokenIn(header, TOKENS)).toBeUndefined();
  });

  it('is not needed for the health of the service, and for nothing else', () => {
    const request = (method: string, url: string) =>
      ({ method, url, headers: {} }) as unknown as AdmittedRequest;
    expect(() => admit(request('GET', '/health?x=1'), TOKENS)).not.toThrow();
    for (const [method, url] of [
      ['POST', '/health'],
      ['GET', '/health/'],
      ['GET', '//health'],
      ['GET', '/openapi.json'],
      ['GET', '/no-such-place'],
    ] as const) {
      expect(() => admit(request(method, url), TOKENS)).toThrow('NO_VALID_TOKEN');
    }
  });
});

describe('a token that is bound to units', () => {
  it('brings them with the call; another brings none, and acts for all', () => {
    const bound = { name: 'custody', sha256: sha256('token-of-custody'), units: ['custody'] };
    const called = (token: string) => {
      const request = { headers: { authorization: `Bearer ${token}` } } as unknown as AdmittedRequest;
      admit(request, [...TOKENS, bound]);
      return [request.system, request.units];
    };
    expect(called('token-of-custody')).toEqual(['custody', ['custody']]);
    expect(called('token-of-cad')).toEqual(['cad', undefined]);
  });
});

describe('a caller', () => {
  const request = (headers: object, more: object = {}) =>
    ({
      system: 'cad',
      method: 'POST',
      url: '/tasks',
      headers,
      bodyText: '{}',
      ...more,
    }) as unknown as AdmittedRequest;

  it('may wait for the ledger, but not longer than 30 seconds', () => {
    expect(preferredWait('wait=10')).toBe(10_000);
    expect(preferredWait('respond-async, wait=3')).toBe(3_000);
    expect(preferredWait('wait=0')).toBe(0);
    expect(preferredWait('wait=99999')).toBe(30_000);
    for (const none of [undefined, 'wait', 'wait=-1', 'await=3', 'wait=x'])
      expect(preferredWait(none)).toBeUndefined();
  });

  it('has its own idempotency keys, which stand for one body at one address', () => {
    const one = callerOf(request({ 'idempotency-key': 'k1' })).key;
    expect(callerOf(request({ 'idempotency-key': 'k1' })).key).toEqual(one);
    expect(callerOf(request({ 'idempotency-key': 'k1' }, { system: 'epr' })).key?.key).not.toBe(one?.key);
    expect(callerOf(request({ 'idempotency-key': 'k1' }, { url: '/cases' })).key?.bodyHash).not.toBe(
      one?.bodyHash,
    );
    expect(callerOf(request({ 'idempotency-key': 'k1' }, { bodyText: '{ }' })).key?.bodyHash).not.toBe(
      one?.bodyHash,
    );
  });

  it.each(['', 'x'.repeat(201), 'ü'])('may not use the idempotency key %j', (key) => {
    expect(() => callerOf(request({ 'idempotency-key': key }))).toThrow('BAD_INPUT');
  });
});

describe('an actor', () => {
  const key = actorKey(freshKeyPair('Ed25519').privateKey);
  const person = { ref: 'PC 4711', role: 'officer', type: 'person' } as const;

  it('is 16 bytes that say nothing of the reference, and always the same for one person', () => {
    const actor = opaqueActor(person, 'cad', key);
    expect(actor.ref).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(opaqueActor(person, 'epr', key)).toEqual(actor);
  });

  it('is another for another person, another agency, and a system of the same name', () => {
    const refs = [
      opaqueActor(person, 'cad', key),
      opaqueActor({ ...person, ref: 'PC 4712' }, 'cad', key),
      opaqueActor(person, 'cad', actorKey(freshKeyPair('Ed25519').privateKey)),
      opaqueActor({ ...person, type: 'system' }, 'cad', key),
      opaqueActor({ role: 'service', type: 'system' }, 'PC 4711', key),
    ].map(({ ref }) => ref);
    // A system that calls itself by no reference is the one with that name.
    expect(new Set(refs).size).toBe(4);
  });
});
