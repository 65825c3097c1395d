import { describe, expect, it } from '@jest/globals';
import { standingOf, standingSentence, type OwnLog } from './standing.js';

const one = (size: number, root = `root-${size}`) => ({
  origin: 'concordat/log/1',
  size,
  root,
  directoryVersion: 1,
});
const own = (size: number, over: Partial<OwnLog> = {}): OwnLog => ({
  origin: 'concordat/log/1',
  size,
  rootThere: undefined,
  follows: undefined,
  ...over,
});
const second = (size: number, follows = one(9)): OwnLog => own(size, { origin: 'concordat/log/2', follows });

const TABLE: readonly (readonly [string, OwnLog, ReturnType<typeof one> | undefined, string])[] = [
  ['nothing was published yet', own(0), undefined, 'sound'],
  ['it goes on from what was published', own(12, { rootThere: 'root-9' }), one(9), 'sound'],
  ['it ends exactly there', own(9, { rootThere: 'root-9' }), one(9), 'sound'],
  ['it ends before it', own(8), one(9), 'OLDER_COPY'],
  ['it was emptied', own(0), one(9), 'OLDER_COPY'],
  ['it has another root there', own(12, { rootThere: 'other' }), one(9), 'OTHER_TREE'],
  ['it never signed that size', own(12), one(9), 'OTHER_TREE'],
  ['it is empty and has a new name', own(0, { origin: 'concordat/log/2' }), one(9), 'new-log'],
  ['it was opened behind it, and has published nothing yet', second(1), one(9), 'sound'],
  ['it follows a smaller one than was published', second(1, one(8)), one(9), 'CLOSED_LOG'],
  ['it follows another root', second(1, one(9, 'other')), one(9), 'CLOSED_LOG'],
  ['another log was opened since', own(9), { ...one(3), origin: 'concordat/log/2' }, 'CLOSED_LOG'],
];

describe('A stored log, by the checkpoint that was published last', () => {
  it.each(TABLE)('when %s', (_when, log, published, wanted) => {
    const standing = standingOf(log, published);
    expect(standing.is === 'refused' ? standing.why : standing.is).toBe(wanted);
    if (standing.is === 'new-log') expect(standing.previous).toBe(published);
  });

  it('says what to do about an older copy', () => {
    const sentence = standingSentence('OLDER_COPY', own(8), one(9));
    expect(sentence).toMatch(/^Not started: this log has 8 leaves, but .* over 9 leaves was published/);
    expect(sentence).toContain('LOG_ORIGIN=concordat/log/2');
  });
});
