import { describe, expect, it } from '@jest/globals';
import { DirectoryError } from '#directory';
import { QUIET_DAY, withDraft, type Swap } from '../test/command-trial.js';
import { directoryAtStart } from './directory-at-start.js';

const REVIEW = "reviewBy: '2027-09-30'";

describe('the directory at the start of a system', () => {
  it('is told nothing of while there is nothing to see to', () => {
    const lines: string[] = [];
    expect(directoryAtStart((line) => lines.push(line), QUIET_DAY).agencies).toHaveLength(6);
    expect(lines).toEqual([]);
  });

  it('stops the start for its faults, all of them named with file and line', async () => {
    const swaps: readonly Swap[] = [
      ['agencies.yaml', 'name: Wealdmere Police', 'name: 7'],
      ['urgencies.yaml', 'u1-immediate', 'U1'],
    ];
    await withDraft(swaps, (folder) => {
      const lines: string[] = [];
      let message = '';
      try {
        directoryAtStart((line) => lines.push(line), QUIET_DAY, folder);
      } catch (error) {
        expect(error).toBeInstanceOf(DirectoryError);
        message = (error as Error).message;
      }
      const faults = message.split('\n');
      expect(faults.every((fault) => /^[a-z-]+\.yaml:\d+ \S+: /.test(fault))).toBe(true);
      expect(message).toMatch(/^agencies\.yaml:\d+ agencies\[0\]\.name: must be text, not 7$/m);
      expect(message).toMatch(/^urgencies\.yaml:\d+ urgencies\[0\]\.code: must be a code/m);
      expect(lines).toEqual([`The directory has ${faults.length} faults, so nothing is started:`]);
    });
  });

  it('tells each warning once', async () => {
    await withDraft([['agreements.yaml', REVIEW, "reviewBy: '2026-11-21'"]], (folder) => {
      const lines: string[] = [];
      directoryAtStart((line) => lines.push(line), QUIET_DAY, folder);
      expect(lines).toEqual([
        'The directory has 1 warning:',
        expect.stringMatching(
          /^ {2}agreements\.yaml:\d+ agreements\[0\]\.reviewBy: the review is overdue by 1 day$/,
        ),
      ]);
    });
  });

  it('tells a few of many warnings, and where to read the others', async () => {
    const agreement = (n: number): string => `  - code: old-${n}
    title: Old
    version: 1
    parties: [police]
    purpose: None any more
    inForceFrom: '2020-01-01T00:00:00Z'
    inForceUntil: '2021-01-01T00:00:00Z'
    reviewBy: '2027-09-30'
    rules: []
    overrides: []
`;
    const many = Array.from({ length: 8 }, (_, n) => agreement(n)).join('');
    await withDraft([['agreements.yaml', 'agreements:\n', `agreements:\n${many}`]], (folder) => {
      const lines: string[] = [];
      directoryAtStart((line) => lines.push(line), QUIET_DAY, folder);
      expect(lines).toHaveLength(7);
      expect([lines[0], lines.at(-1)]).toEqual([
        'The directory has 8 warnings:',
        '  and 3 more: concordat directory check',
      ]);
    });
  });
});
