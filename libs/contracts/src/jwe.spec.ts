import { describe, expect, it } from '@jest/globals';
import { GeneralEncrypt, generalDecrypt, type GeneralJWE } from 'jose';
import { MAX_SEALED_BYTES, Opener, Sealer, sealedHash } from './jwe.js';
import { changedTexts, keyId, sealingKey, thrownBy } from './worked-message.js';
import { WireError } from './wire-error.js';

const readers = [sealingKey('asker'), sealingKey('performer'), sealingKey('custodian')] as const;
const [asker, performer, custodian] = readers;
const stranger = sealingKey('stranger');
const TEXT = '{"note":"Siân waits at the gate"}';

const parse = (sealed: string): GeneralJWE => JSON.parse(sealed) as GeneralJWE;
const change = (sealed: string, other: object): string => JSON.stringify({ ...parse(sealed), ...other });
const header = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const sealOnce = (text = TEXT): string => new Sealer().seal('task-1', readers, text);

describe('A sealed part', () => {
  it.each(readers)('is opened by reader $kid, and by jose with the same key', async (reader) => {
    const sealed = sealOnce();
    expect(new Opener(reader).open(sealed)).toBe(TEXT);
    const opened = await generalDecrypt(parse(sealed), reader.privateKey, {
      keyManagementAlgorithms: ['ECDH-ES+A256KW'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    expect(Buffer.from(opened.plaintext).toString('utf8')).toBe(TEXT);
  });

  it('of jose for one reader, with the ephemeral key in the protected header, is opened', async () => {
    const jwe = await new GeneralEncrypt(Buffer.from(TEXT))
      .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM' })
      .addRecipient(asker.publicKey)
      .setUnprotectedHeader({ kid: asker.kid })
      .encrypt();
    expect(JSON.parse(Buffer.from(jwe.protected ?? '', 'base64url').toString())).toHaveProperty('epk');
    expect(new Opener(asker).open(JSON.stringify(jwe))).toBe(TEXT);
  });

  it('of jose for three readers, with an ephemeral key beside each wrapped key, is opened by each', async () => {
    const jwe = new GeneralEncrypt(Buffer.from(TEXT)).setProtectedHeader({ enc: 'A256GCM' });
    for (const { publicKey, kid } of readers) {
      jwe.addRecipient(publicKey).setUnprotectedHeader({ alg: 'ECDH-ES+A256KW', kid });
    }
    const sealed = JSON.stringify(await jwe.encrypt());
    for (const reader of readers) expect(new Opener(reader).open(sealed)).toBe(TEXT);
  });

  it('is closed to a stranger, also under the key id of a reader', async () => {
    const sealed = sealOnce();
    expect(await thrownBy(() => new Opener(stranger).open(sealed))).toMatchObject({ code: 'CANNOT_OPEN' });
    const disguised = new Opener({ ...stranger, kid: performer.kid });
    expect(await thrownBy(() => disguised.open(sealed))).toMatchObject({ code: 'CANNOT_OPEN' });
  });

  it('is closed to a reader whose wrapped key was taken out', async () => {
    const jwe = parse(sealOnce());
    const sealed = change(JSON.stringify(jwe), { recipients: jwe.recipients.slice(1) });
    expect(await thrownBy(() => new Opener(asker).open(sealed))).toMatchObject({ code: 'CANNOT_OPEN' });
    expect(new Opener(custodian).open(sealed)).toBe(TEXT);
  });
});

describe('A changed sealed part', () => {
  const sealed = new Sealer().seal('task-1', [asker], TEXT);

  it('is refused whichever of its characters is changed, when it has one reader', async () => {
    for (const opener of [new Opener(asker), knowing(sealed)]) {
      for (const changed of changedTexts(sealed)) {
        expect(await thrownBy(() => opener.open(changed.text))).toBeInstanceOf(WireError);
      }
    }
  });

  it('has another hash, whichever of its characters is changed, however many readers it has', () => {
    const many = sealOnce();
    const hash = sealedHash(many);
    for (const changed of changedTexts(many)) expect(sealedHash(changed.text)).not.toBe(hash);
  });

  function knowing(part: string): Opener {
    const opener = new Opener(asker);
    opener.open(part);
    return opener;
  }
});

describe('A sealed part in another form', () => {
  const sealed = sealOnce();
  const jwe = parse(sealed);
  const { epk } = JSON.parse(Buffer.from(jwe.protected ?? '', 'base64url').toString()) as { epk: object };
  const good = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM', epk };

  it.each([
    ['direct agreement', { ...good, alg: 'ECDH-ES' }],
    ['a shared key', { ...good, alg: 'dir' }],
    ['a smaller cipher', { ...good, enc: 'A128GCM' }],
    ['compression', { ...good, zip: 'DEF' }],
    ['critical members', { ...good, crit: ['exp'], exp: 1 }],
    ['party information', { ...good, apu: 'QQ' }],
    ['another curve', { ...good, epk: { ...epk, crv: 'P-256' } }],
  ])('is refused with %s', async (_name, other) => {
    const text = change(sealed, { protected: header(other) });
    expect(await thrownBy(() => new Opener(asker).open(text))).toMatchObject({
      code: 'ALGORITHM_NOT_ALLOWED',
    });
  });

  it('is refused when one header member stands in both headers', async () => {
    const recipients = jwe.recipients.map((one) => ({
      ...one,
      header: { ...one.header, alg: 'ECDH-ES+A256KW' },
    }));
    const thrown = await thrownBy(() => new Opener(asker).open(change(sealed, { recipients })));
    expect(thrown).toMatchObject({ code: 'ALGORITHM_NOT_ALLOWED' });
  });

  it.each([
    ['no JSON', 'x'],
    ['null', 'null'],
    ['a list', '[]'],
    ['empty', '{}'],
    ['without readers', change(sealed, { recipients: undefined })],
    ['with a reader that is null', change(sealed, { recipients: [null] })],
    ['with a reader without header', change(sealed, { recipients: [{ encrypted_key: 'AAAA' }] })],
    ['with a protected header that is null', change(sealed, { protected: 'bnVsbA' })],
    ['with an ephemeral key that is null', change(sealed, { protected: header({ ...good, epk: null }) })],
    ['with a short initial value', change(sealed, { iv: 'AAAA' })],
    ['with a short tag', change(sealed, { tag: jwe.tag?.slice(0, 16) })],
    ['with padding', change(sealed, { iv: `${jwe.iv ?? ''}=` })],
    ['with more authenticated data', change(sealed, { aad: 'AAAA' })],
    ['with an unprotected header', change(sealed, { unprotected: {} })],
    ['very deep', '['.repeat(100_000)],
  ])('is refused as malformed when it is %s', async (_name, text) => {
    expect(await thrownBy(() => new Opener(asker).open(text))).toMatchObject({ code: 'MALFORMED' });
  });

  it('is refused with the ephemeral key of all zeros', async () => {
    const zeros = { kty: 'OKP', crv: 'X25519', x: Buffer.alloc(32).toString('base64url') };
    const text = change(sealed, { protected: header({ ...good, epk: zeros }) });
    expect(await thrownBy(() => new Opener(asker).open(text))).toMatchObject({ code: 'CANNOT_OPEN' });
  });

  it('is neither written nor read above the largest size', async () => {
    const large = 'x'.repeat(MAX_SEALED_BYTES);
    expect(await thrownBy(() => sealOnce(large))).toMatchObject({ code: 'TOO_LARGE' });
    expect(await thrownBy(() => new Opener(asker).open(`${large}x`))).toMatchObject({ code: 'TOO_LARGE' });
  });
});

describe('The content key', () => {
  const wrappedKeys = (sealed: string): (string | undefined)[] =>
    parse(sealed).recipients.map((recipient) => recipient.encrypted_key);

  it('of one context is agreed once, and no initial value comes twice in 1,000 seals', () => {
    const sealer = new Sealer();
    const parts = Array.from({ length: 1000 }, () => sealer.seal('task-1', readers, TEXT));
    expect(new Set(parts.map((part) => wrappedKeys(part).join())).size).toBe(1);
    expect(new Set(parts.map((part) => parse(part).iv)).size).toBe(1000);
    expect(new Set(parts.map((part) => parse(part).ciphertext)).size).toBe(1000);
    const opener = new Opener(performer);
    expect(parts.every((part) => opener.open(part) === TEXT)).toBe(true);
  });

  it('differs between contexts and between circles of readers', () => {
    const sealer = new Sealer();
    const parts = [
      sealer.seal('task-1', readers, TEXT),
      sealer.seal('task-2', readers, TEXT),
      sealer.seal('task-1', [asker, performer], TEXT),
      sealer.seal(`task-1 ${asker.kid}`, [performer], TEXT),
    ];
    const keys = parts.flatMap(wrappedKeys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(parts.map((part) => parse(part).protected)).size).toBe(parts.length);
  });

  it('names its readers by key id', () => {
    expect(parse(sealOnce()).recipients.map((recipient) => recipient.header?.kid)).toEqual(
      ['asker', 'performer', 'custodian'].map(keyId),
    );
  });
});
