import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { noteVectors } from '../vectors/trees.js';
import {
  formatCheckpoint,
  parseCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
  type Checkpoint,
} from './checkpoint.js';
import { rawPublicKey } from './ed25519.js';
import { EMPTY_ROOT, leafHash } from './hash.js';
import { signNote } from './note.js';
import { noteVerifier, SIGNATURE_TYPE } from './verifier-key.js';

const root = leafHash(Buffer.from('hello world'));
const encoded = root.toString('base64');
const checkpoint: Checkpoint = { origin: 'log.example/audit', size: 70_000, root };
const text = `log.example/audit\n70000\n${encoded}\n`;
const { privateKey } = generateKeyPairSync('ed25519');
const key = noteVerifier(checkpoint.origin, SIGNATURE_TYPE.ed25519, rawPublicKey(privateKey));

describe('the text of a checkpoint', () => {
  it('is origin, size and root, a newline after each', () => {
    expect(formatCheckpoint(checkpoint)).toBe(text);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
  });

  it('has the three lines of the published tree head, whose root is a published leaf', () => {
    const { treeHead } = noteVectors();
    const published = leafHash(Buffer.from(treeHead.leaf));
    expect(published.toString('base64')).toBe(treeHead.root);
    expect(treeHead.text).toBe(`${treeHead.origin}\n${treeHead.size}\n${published.toString('base64')}\n`);
    // The published origin has spaces, which this library does not allow: its key could not be named so.
    expect(parseCheckpoint(treeHead.text)).toEqual({ refused: 'CHECKPOINT_MALFORMED' });
    const origin = treeHead.origin.replaceAll(' ', '-');
    const spaceless = treeHead.text.replace(treeHead.origin, origin);
    expect(formatCheckpoint({ origin, size: treeHead.size, root: published })).toBe(spaceless);
    expect(parseCheckpoint(spaceless)).toEqual({ origin, size: treeHead.size, root: published });
  });

  it('may be that of a tree without leaves', () => {
    const empty = { ...checkpoint, size: 0, root: EMPTY_ROOT };
    expect(parseCheckpoint(formatCheckpoint(empty))).toEqual(empty);
  });

  it.each([
    '',
    '\n\n\n',
    text.slice(0, -1),
    `${text}\n`,
    `${text}an extension line\n`,
    `\n${text}`,
    ` ${text}`,
    text.replace('70000', '070000'),
    text.replace('70000', '+70000'),
    text.replace('70000', '-1'),
    text.replace('70000', '7e4'),
    text.replace('70000', '70000 '),
    text.replace('70000', '9007199254740992'),
    text.replace('70000', ''),
    text.replace('70000', '0'),
    text.replace('log.', 'log '),
    text.replace('log.', 'log+'),
    text.replaceAll('\n', '\r\n'),
    text.replace(encoded, encoded.slice(0, -1)),
    text.replace(encoded, root.subarray(1).toString('base64')),
    text.replace(encoded, root.toString('hex')),
    text.replace(encoded, ''),
  ])('is refused as %j', (bad) => {
    expect(parseCheckpoint(bad)).toEqual({ refused: 'CHECKPOINT_MALFORMED' });
  });

  it.each([
    { ...checkpoint, origin: '' },
    { ...checkpoint, origin: 'two words' },
    { ...checkpoint, size: -1 },
    { ...checkpoint, size: 0.5 },
    { ...checkpoint, size: 2 ** 53 },
    { ...checkpoint, size: 0 },
    { ...checkpoint, root: Buffer.alloc(31) },
  ])('is not written for %j', (bad) => {
    expect(() => formatCheckpoint(bad)).toThrow(TypeError);
    expect(() => signCheckpoint(bad, privateKey)).toThrow(TypeError);
  });
});

describe('a signed checkpoint', () => {
  const note = signCheckpoint(checkpoint, privateKey);

  it('comes back from the note that the log signed', () => {
    expect(note.startsWith(`${text}\n— log.example/audit `)).toBe(true);
    expect(verifyCheckpoint(note, key)).toEqual(checkpoint);
  });

  it('is refused under another key, another size or another root', () => {
    const other = rawPublicKey(generateKeyPairSync('ed25519').privateKey);
    const otherKey = noteVerifier(checkpoint.origin, SIGNATURE_TYPE.ed25519, other);
    expect(verifyCheckpoint(note, otherKey)).toEqual({ refused: 'NOTE_UNSIGNED' });
    expect(verifyCheckpoint(note.replace('70000', '70001'), key)).toEqual({
      refused: 'NOTE_SIGNATURE_WRONG',
    });
    const forged = note.replace(encoded, EMPTY_ROOT.toString('base64'));
    expect(verifyCheckpoint(forged, key)).toEqual({ refused: 'NOTE_SIGNATURE_WRONG' });
    expect(verifyCheckpoint(text, key)).toEqual({ refused: 'NOTE_MALFORMED' });
  });

  it('is refused if the signed text is no checkpoint, or of another log than the key', () => {
    expect(verifyCheckpoint(signNote('hello\n', key.name, privateKey), key)).toEqual({
      refused: 'CHECKPOINT_MALFORMED',
    });
    const elsewhere = formatCheckpoint({ ...checkpoint, origin: 'other.example/log' });
    expect(verifyCheckpoint(signNote(elsewhere, key.name, privateKey), key)).toEqual({
      refused: 'CHECKPOINT_OF_ANOTHER_LOG',
    });
  });
});
