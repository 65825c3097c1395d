import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ed25519 } from '@noble/curves/ed25519.js';
import { noteVectors } from '../vectors/trees.js';
import { formatCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.js';
import { cosign, verifyCosignature } from './cosignature.js';
import { rawPublicKey } from './ed25519.js';
import { leafHash } from './hash.js';
import { addSignatureLines, openNote } from './note.js';
import { cosignatureBlob, formatSignatureLine, parseSignatureLine } from './signature-line.js';
import { noteKeyId, noteVerifier, SIGNATURE_TYPE } from './verifier-key.js';

const name = 'witness.example/w1';
const time = 1_790_000_000;
const { privateKey } = generateKeyPairSync('ed25519');
const publicKey = rawPublicKey(privateKey);
const verifier = noteVerifier(name, SIGNATURE_TYPE.cosignature, publicKey);
const checkpoint = { origin: 'log.example/audit', size: 8, root: leafHash(Buffer.from('root')) };
const text = formatCheckpoint(checkpoint);
const line = cosign(text, { name, key: privateKey, time });

/** A line of the witness with the given blob. */
const withBlob = (blob: Buffer) => formatSignatureLine({ name, keyId: verifier.keyId, blob });

describe('a cosignature', () => {
  it('gives back the time that the witness signed', () => {
    expect(verifyCosignature(text, line, verifier)).toEqual({ time });
    const early = cosign(text, { name, key: privateKey, time: 0 });
    expect(verifyCosignature(text, early, verifier)).toEqual({ time: 0 });
  });

  it('is, to another Ed25519 implementation, key id, time and a signature over the specified message', () => {
    const bytes = Buffer.from(line.split(' ')[2] ?? '', 'base64');
    expect(bytes).toHaveLength(4 + 8 + 64);
    expect(bytes.subarray(0, 4)).toEqual(noteKeyId(name, 0x04, publicKey));
    expect(bytes.readBigUInt64BE(4)).toBe(BigInt(time));
    const message = Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
    expect(ed25519.verify(bytes.subarray(12), message, publicKey)).toBe(true);
  });

  it('made by another implementation is accepted', () => {
    const { secretKey, publicKey: raw } = ed25519.keygen();
    const foreign = noteVerifier(name, SIGNATURE_TYPE.cosignature, raw);
    const signature = ed25519.sign(Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), secretKey);
    const blob = cosignatureBlob(time, signature);
    expect(
      verifyCosignature(text, formatSignatureLine({ name, keyId: foreign.keyId, blob }), foreign),
    ).toEqual({ time });
  });

  it('has the frame of the published one, whose key is not published', () => {
    const published = noteVectors().cosignature;
    const parsed = parseSignatureLine(published.line);
    expect(parsed?.name).toBe(published.name);
    expect(parsed?.keyId.toString('hex')).toBe('8d66cf3f');
    expect(parsed?.blob).toHaveLength(72);
    expect(parsed?.blob.readBigUInt64BE()).toBe(BigInt(published.time));
    expect(parsed && formatSignatureLine(parsed)).toBe(published.line);
  });

  it('stands under the signed checkpoint, where log and witness are both known', () => {
    const log = generateKeyPairSync('ed25519').privateKey;
    const logKey = noteVerifier(checkpoint.origin, SIGNATURE_TYPE.ed25519, rawPublicKey(log));
    const note = addSignatureLines(signCheckpoint(checkpoint, log), [line]);
    expect(verifyCheckpoint(note, logKey)).toEqual(checkpoint);
    const signatures = [
      { name: checkpoint.origin, keyId: logKey.keyId },
      { name, keyId: verifier.keyId, time },
    ];
    expect(openNote(note, [logKey, verifier])).toEqual({ text, signatures });
  });
});

describe('a cosignature that was tampered with', () => {
  const blob = parseSignatureLine(line)?.blob ?? Buffer.alloc(0);
  const signature = blob.subarray(8);

  it('is refused over another checkpoint, or over what is no checkpoint', () => {
    for (const other of [
      text.replace('\n8\n', '\n9\n'),
      text.replace('log.', 'fog.'),
      `${text}more\n`,
      '',
      'text',
    ]) {
      expect(verifyCosignature(other, line, verifier)).toBeUndefined();
    }
  });

  it('is refused over what is no checkpoint, even if the witness did sign it', () => {
    const signed = sign(null, Buffer.from(`cosignature/v1\ntime ${time}\nhello\n`), privateKey);
    expect(verifyCosignature('hello\n', withBlob(cosignatureBlob(time, signed)), verifier)).toBeUndefined();
  });

  it('is refused with another time, another key, another name or another type', () => {
    expect(verifyCosignature(text, withBlob(cosignatureBlob(time, signature)), verifier)).toEqual({ time });
    expect(verifyCosignature(text, withBlob(cosignatureBlob(time + 1, signature)), verifier)).toBeUndefined();
    const other = rawPublicKey(generateKeyPairSync('ed25519').privateKey);
    expect(
      verifyCosignature(text, line, noteVerifier(name, SIGNATURE_TYPE.cosignature, other)),
    ).toBeUndefined();
    expect(
      verifyCosignature(text, line, { ...verifier, key: noteVerifier(name, 4, other).key }),
    ).toBeUndefined();
    expect(verifyCosignature(text, line.replace('w1', 'w2'), verifier)).toBeUndefined();
    expect(
      verifyCosignature(text, line, noteVerifier(name, SIGNATURE_TYPE.ed25519, publicKey)),
    ).toBeUndefined();
    expect(verifyCosignature(text, line, { ...verifier, type: SIGNATURE_TYPE.ed25519 })).toBeUndefined();
  });

  it('is refused with any one bit of time or signature flipped', () => {
    for (let bit = 0; bit < blob.length * 8; bit += 1) {
      const changed = Buffer.from(blob);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(verifyCosignature(text, withBlob(changed), verifier)).toBeUndefined();
    }
  });

  it.each([
    '',
    `${line}\n`,
    ` ${line}`,
    line.replace('—', '-'),
    line.slice(0, -4),
    withBlob(signature),
    withBlob(Buffer.concat([blob, Buffer.of(0)])),
    withBlob(Buffer.alloc(72, 0xff)),
    null,
    undefined,
    7,
    {},
  ])('is refused as the line %j', (bad) => {
    expect(verifyCosignature(text, bad as string, verifier)).toBeUndefined();
  });
});

describe('a witness', () => {
  it('does not cosign what is no checkpoint, also not a whole signed note', () => {
    for (const bad of ['', 'hello\n', signCheckpoint(checkpoint, privateKey)]) {
      expect(() => cosign(bad, { name, key: privateKey, time })).toThrow(TypeError);
    }
  });

  it.each([NaN, -1, 1.5, 2 ** 53])('does not sign the time %p', (bad) => {
    expect(() => cosign(text, { name, key: privateKey, time: bad })).toThrow(TypeError);
  });

  it('does not sign under a bad name or with another kind of key', () => {
    expect(() => cosign(text, { name: 'two words', key: privateKey, time })).toThrow(TypeError);
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(() => cosign(text, { name, key: other, time })).toThrow(TypeError);
  });
});
