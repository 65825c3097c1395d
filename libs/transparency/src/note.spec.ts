import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { noteVectors } from '../vectors/trees.js';
import { rawPublicKey } from './ed25519.js';
import { addSignatureLines, MAX_SIGNATURES, openNote, signNote } from './note.js';
import {
  formatVerifierKey,
  noteKeyId,
  noteVerifier,
  parseVerifierKey,
  SIGNATURE_TYPE,
} from './verifier-key.js';

const { notes } = noteVectors();
const cases = notes.flatMap(({ name, text, keys, lines }) =>
  keys.map((key, at) => ({ name, text, key, line: lines[at] ?? '', lines })),
);

function newSigner(name: string) {
  const { privateKey } = generateKeyPairSync('ed25519');
  const verifier = noteVerifier(name, SIGNATURE_TYPE.ed25519, rawPublicKey(privateKey));
  return { privateKey, verifier, sign: (text: string) => signNote(text, name, privateKey) };
}

const lineOf = (note: string) => note.slice(note.lastIndexOf('\n\n') + 2, -1);

describe('the published signed notes', () => {
  it('are all there: two notes with three signatures', () => {
    expect([notes.length, cases.length]).toEqual([2, 3]);
  });

  it.each(cases)('$name: $key opens its note and signed exactly its text', ({ text, key, line, lines }) => {
    const verifier = parseVerifierKey(key);
    const signed = { name: verifier.name, keyId: verifier.keyId };
    for (const note of [`${text}\n${line}\n`, `${text}\n${lines.join('\n')}\n`]) {
      expect(openNote(note, [verifier])).toEqual({ text, signatures: [signed] });
    }
    expect(openNote(`X${text}\n${line}\n`, [verifier])).toEqual({ refused: 'NOTE_SIGNATURE_WRONG' });
    expect(formatVerifierKey(verifier)).toBe(key);
    expect(noteKeyId(verifier.name, verifier.type, verifier.publicKey)).toEqual(verifier.keyId);
  });

  it('open with both keys at once', () => {
    for (const { text, keys, lines } of notes) {
      const opened = openNote(`${text}\n${lines.join('\n')}\n`, keys.map(parseVerifierKey));
      expect('signatures' in opened && opened.signatures.length).toBe(keys.length);
    }
  });
});

describe('opening a note', () => {
  const text = 'first line\n\nafter an empty line\n';
  const alice = newSigner('alice.example/key');
  const bob = newSigner('bob.example/key');
  const note = alice.sign(text);

  it('gives the text and the signers that are known', () => {
    const both = addSignatureLines(note, [lineOf(bob.sign(text))]);
    const signed = (...names: string[]) =>
      expect.objectContaining({ text, signatures: names.map((name) => expect.objectContaining({ name })) });
    expect(openNote(both, [alice.verifier])).toEqual(signed('alice.example/key'));
    expect(openNote(both, [bob.verifier])).toEqual(signed('bob.example/key'));
    expect(openNote(both, [alice.verifier, bob.verifier])).toEqual(
      signed('alice.example/key', 'bob.example/key'),
    );
  });

  it('refuses a note that no known key signed', () => {
    expect(openNote(note, [bob.verifier])).toEqual({ refused: 'NOTE_UNSIGNED' });
    expect(openNote(note, [])).toEqual({ refused: 'NOTE_UNSIGNED' });
  });

  it('takes a key that shares only the name with a known one for unknown', () => {
    const otherAlice = newSigner('alice.example/key');
    expect(openNote(note, [otherAlice.verifier])).toEqual({ refused: 'NOTE_UNSIGNED' });
    const renamed = { ...alice.verifier, name: 'carol.example/key' };
    expect(openNote(note, [renamed])).toEqual({ refused: 'NOTE_UNSIGNED' });
  });

  it('refuses the whole note if one known key is wrong, whatever else is right', () => {
    const wrong = lineOf(bob.sign('another text\n'));
    const right = lineOf(bob.sign(text));
    for (const lines of [[wrong], [wrong, right], [right, wrong]]) {
      const mixed = addSignatureLines(note, lines);
      expect(openNote(mixed, [alice.verifier, bob.verifier])).toEqual({ refused: 'NOTE_SIGNATURE_WRONG' });
    }
    expect(openNote(addSignatureLines(note, [wrong]), [alice.verifier])).not.toHaveProperty('refused');
  });

  it('names a key that signed twice once', () => {
    const opened = openNote(addSignatureLines(note, [lineOf(note)]), [alice.verifier]);
    expect('signatures' in opened && opened.signatures).toHaveLength(1);
  });

  it('accepts as many signatures as it says, and no more', () => {
    const line = lineOf(bob.sign(text));
    const many = addSignatureLines(note, Array<string>(MAX_SIGNATURES - 1).fill(line));
    expect(MAX_SIGNATURES).toBeGreaterThanOrEqual(16);
    expect(openNote(many, [alice.verifier])).not.toHaveProperty('refused');
    expect(openNote(`${many}${line}\n`, [alice.verifier])).toEqual({ refused: 'NOTE_MALFORMED' });
  });

  it('refuses the note when any one byte of it is another', () => {
    const bytes = Buffer.from(note, 'utf8');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(openNote(changed.toString('utf8'), [alice.verifier])).toHaveProperty('refused');
    }
  });

  const malformed: Record<string, unknown> = {
    nothing: '',
    'no text at all': lineOf(note),
    'no signature': text,
    'an empty signature part': `${text}\n`,
    'no newline at the end': note.slice(0, -1),
    'a carriage return': note.replace('first', 'first\r'),
    'a tab': note.replace('first ', 'first\t'),
    'a zero character': note.replace('first', 'first\u0000'),
    'half of a surrogate pair': note.replace('first', 'first\ud800'),
    'a hyphen for the dash': note.replace('—', '-'),
    'a name with a plus': note.replace('alice.', 'alice+'),
    'a name with a wide space': note.replace('alice.', 'alice\u2003'),
    'no name': note.replace('alice.example/key ', ''),
    'Base64 without padding': note.replace(/=+\n$/, '\n'),
    'Base64 with a space': note.replace(/=+\n$/, ' =\n'),
    'a signature that is only a key id': `${text}\n— alice.example/key AAAAAA==\n`,
    'a line that is no signature': `${note}hello\n`,
    'bytes instead of text': Buffer.from(note),
    'more text than anyone signs': 'x\n'.repeat(600_000) + note,
  };

  it.each(Object.keys(malformed))('refuses a note with %s', (kind) => {
    expect(openNote(malformed[kind] as string, [alice.verifier])).toEqual({ refused: 'NOTE_MALFORMED' });
  });
});

describe('signing a note', () => {
  const { privateKey, verifier, sign } = newSigner('log.example/one');

  it.each(['', 'no newline', 'tab\t\n', '\ud800\n'])('refuses the text %j', (text) => {
    expect(() => sign(text)).toThrow(TypeError);
  });

  it.each(['', 'two words', 'a+b', 'new\nline', 'no\u00a0break'])('refuses the key name %j', (name) => {
    expect(() => signNote('text\n', name, privateKey)).toThrow(TypeError);
    expect(() => noteVerifier(name, SIGNATURE_TYPE.ed25519, verifier.publicKey)).toThrow(TypeError);
  });

  it('refuses a key that is not Ed25519', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(() => signNote('text\n', 'log.example/one', other)).toThrow(TypeError);
  });

  it('adds only signature lines to a note, and only to a note', () => {
    const note = sign('text\n');
    expect(() => addSignatureLines(note, ['hello'])).toThrow(TypeError);
    expect(() => addSignatureLines(note, [`\n${lineOf(note)}`])).toThrow(TypeError);
    expect(() => addSignatureLines('text\n', [lineOf(note)])).toThrow(TypeError);
  });
});

describe('a verifier key in text', () => {
  const good = cases[0]?.key ?? '';
  const [name, id, material] = good.split('+');
  const typed = (type: number) => {
    const bytes = Buffer.from(material ?? '', 'base64');
    bytes[0] = type;
    return `${name}+${noteKeyId(name ?? '', type as 1, bytes.subarray(1)).toString('hex')}+${bytes.toString('base64')}`;
  };

  it('may be for cosignatures, with another id', () => {
    const verifier = parseVerifierKey(typed(4));
    expect(verifier.type).toBe(SIGNATURE_TYPE.cosignature);
    expect(verifier.keyId.toString('hex')).not.toBe(id);
  });

  it.each([
    '',
    `${name}+${id}`,
    `${name}+00000000+${material}`,
    `${name}+${id?.toUpperCase()}+${material}`,
    `other+${id}+${material}`,
    `+${id}+${material}`,
    `${name}+${id}+${material}=`,
    `${name}+${id}+AQ==`,
    typed(2),
    typed(6),
  ])('is refused as %j', (text) => {
    expect(() => parseVerifierKey(text)).toThrow(TypeError);
  });
});
