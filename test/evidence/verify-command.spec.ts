import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workedEvidence, type WorkedEvidence } from '../support/worked-evidence.js';
import { tryConcordat } from '../../apps/stack/test/command-trial.js';

let folder: string;
let sound: WorkedEvidence;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'concordat-evidence-'));
  sound = await workedEvidence(6);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const exportOf = (lines: readonly string[]): string => file('evidence.ndjson', `${lines.join('\n')}\n`);
const verify = (...words: readonly string[]) => tryConcordat(['verify', ...words]);
const keeper = (): string => file('keeper.json', sound.keeperKey);

describe('concordat verify', () => {
  it('says of a whole log that it holds, by whose keys, and who has witnessed it', async () => {
    const { code, out } = await verify(exportOf(sound.lines), '--keeper-key', keeper(), '--witnesses', '1');
    expect(code).toBe(0);
    expect(out).toContain('SOUND      concordat/log/1, checkpoint over 7 leaves');
    expect(out).toContain('no number of any sender is missing');
    expect(out).toContain('Witnesses  police');
    expect(out).toContain('by the keeper’s key that you gave');
  });

  it('says plainly that keys from the file alone prove little, also by its exit code', async () => {
    const { code, out } = await verify(exportOf(sound.lines));
    expect(code).toBe(4);
    expect(out).toContain('only as good as this file');
  });

  it('names line, leaf and field of the first fault', async () => {
    const lines = sound.lines.with(5, (sound.lines[5] ?? '').replace(/"event":"(.{200})./, '"event":"$1_'));
    const { code, out } = await verify(exportOf(lines), '--keeper-key', keeper());
    expect(code).toBe(1);
    expect(out).toMatch(/^NOT SOUND {2}Line 6, leaf 2, event: /);
  });

  it.each([
    [
      'a number of a sender that never came',
      async () => (await workedEvidence(6, { skip: 3 })).lines,
      'NUMBER_MISSING',
    ],
    ['a file that was cut off', () => sound.lines.slice(0, -1), 'CUT_OFF'],
    ['a leaf that was taken out', () => sound.lines.toSpliced(5, 1), 'INDEX_WRONG'],
    [
      'leaves of another log',
      async () => [...sound.lines.slice(0, 3), ...(await workedEvidence(6)).lines.slice(3)],
      'SIGNATURE_WRONG',
    ],
    [
      'the newest directory left out, which may have ended a key',
      async () => (await workedEvidence(6, { directories: 2 })).lines.toSpliced(3, 1),
      'DIRECTORY_MISSING',
    ],
    [
      'a directory left out between others',
      async () => (await workedEvidence(6, { directories: 3 })).lines.toSpliced(3, 1),
      'DIRECTORY_WRONG',
    ],
    [
      'a line that says something twice',
      () => sound.lines.with(4, (sound.lines[4] ?? '').replace('"index":1', '"index":0,"index":1')),
      'LINE_MALFORMED',
    ],
    [
      'a line that is nested without an end',
      () => sound.lines.with(4, '['.repeat(100_000)),
      'LINE_MALFORMED',
    ],
    ['a line that is none', () => sound.lines.with(4, '{"is":"leaf"}'), 'LINE_MALFORMED'],
  ])('finds %s', async (_what, lines, wanted) => {
    const { code, out } = await verify(exportOf(await lines()), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false, code: wanted });
  });

  it('names the leaf that came behind a missing number', async () => {
    const { lines } = await workedEvidence(6, { skip: 3 });
    const { out } = await verify(exportOf(lines), '--json');
    expect(JSON.parse(out)).toMatchObject({ code: 'NUMBER_MISSING', field: 'police/3', index: 3 });
  });

  it('writes the keys that a proof file is checked with out of an export that holds', async () => {
    const keys = join(folder, 'written-keys.txt');
    const call = [exportOf(sound.lines), '--keeper-key', keeper(), '--keys-out', keys];
    expect((await verify(...call)).code).toBe(0);
    expect(readFileSync(keys, 'utf8').trim().split('\n').sort()).toEqual(sound.noteKeys.split('\n').sort());
    expect((await verify(file('event.tlog-proof', sound.proof(4)), '--keys', keys)).code).toBe(0);
    const again = await verify(...call);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('is there already')]);
  });

  it('asks for as many witnesses of a proof file as are wanted', async () => {
    const keys = file('keys.txt', sound.noteKeys);
    const proof = file('event.tlog-proof', sound.proof(4));
    expect((await verify(proof, '--keys', keys, '--witnesses', '1')).code).toBe(0);
    const { code, out } = await verify(proof, '--keys', keys, '--witnesses', '2');
    expect([code, out]).toEqual([1, expect.stringContaining('fewer witnesses')]);
  });

  it('asks for as many witnesses as are wanted', async () => {
    const { code, out } = await verify(exportOf(sound.lines), '--witnesses', '2');
    expect([code, out]).toEqual([1, expect.stringContaining('fewer witnesses')]);
  });

  it('checks one event by its proof file and the keys of log and witness', async () => {
    const keys = file('keys.txt', sound.noteKeys);
    const { code, out } = await verify(file('event.tlog-proof', sound.proof(4)), '--keys', keys);
    expect(code).toBe(0);
    expect(out).toContain('SOUND      concordat/log/1, leaf 4 of 7');
    expect(out).toContain('said by /police/control-room');
    const moved = sound.proof(4).replace('index 4', 'index 3');
    expect((await verify(file('event.tlog-proof', moved), '--keys', keys)).code).toBe(1);
  });

  it.each([
    ['no file', [], 'Name one file.'],
    ['a file that is not there', ['nowhere.ndjson'], 'nowhere.ndjson cannot be read.'],
    ['a number that is none', ['evidence.ndjson', '--witnesses', 'two'], '--witnesses takes a number.'],
    [
      'a key that is none',
      ['evidence.ndjson', '--keeper-key', 'evidence.ndjson'],
      'holds no Ed25519 public key',
    ],
  ])('explains what is wrong with the call: %s', async (_what, words, said) => {
    exportOf(sound.lines);
    const inFolder = words.map((word) => (word === 'evidence.ndjson' ? join(folder, word) : word));
    const { code, err } = await verify(...inFolder);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});
