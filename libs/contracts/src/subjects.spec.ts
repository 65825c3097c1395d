import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  AUDIT_FILTER_SUBJECTS,
  CHECKPOINT_SUBJECT,
  EPOCH_STRIDE,
  EXERCISE_SUBJECT,
  LEDGER_SUBJECTS,
  deadLetterSubject,
  epochOf,
  filterSubjectsOf,
  needSubject,
  parseNeedSubject,
  parseTaskSubject,
  publishSubjectsOf,
  refusalSubject,
  rosterSubject,
  taskSubject,
  taskSubjectsOf,
  witnessSubject,
} from './subjects.js';
import { TASK_ID } from './worked-message.js';

const AGENCIES = ['police', 'ambulance', 'mh-trust', 'social-care', 'acute-hospital', 'voluntary'];
const pairs = <T>(list: readonly T[]): (readonly [T, T])[] =>
  list.flatMap((one, index) => list.slice(index + 1).map((other) => [one, other] as const));

/** True when some subject fits both patterns; only `*` is used as wildcard here. */
function overlap(one: string, other: string): boolean {
  const [left, right] = [one.split('.'), other.split('.')];
  const meets = (part: string, index: number): boolean =>
    part === right[index] || part === '*' || right[index] === '*';
  return left.length === right.length && left.every(meets);
}

const overlaps = (subjects: readonly string[]): (readonly [string, string])[] =>
  pairs(subjects).filter(([one, other]) => overlap(one, other));

describe('The subjects of one agency', () => {
  it.each(AGENCIES)('of %s do not overlap, whether it filters or publishes', (agency) => {
    expect(overlaps(filterSubjectsOf(agency, AGENCIES))).toEqual([]);
    expect(overlaps(publishSubjectsOf(agency, AGENCIES))).toEqual([]);
    expect(overlaps(taskSubjectsOf(agency, AGENCIES))).toEqual([]);
  });

  it('do not overlap for any set of agencies', () => {
    const code = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
    fc.assert(
      fc.property(fc.uniqueArray(code, { minLength: 1, maxLength: 8 }), (agencies) => {
        for (const agency of agencies) {
          expect(overlaps(filterSubjectsOf(agency, agencies))).toEqual([]);
          expect(overlaps(publishSubjectsOf(agency, agencies))).toEqual([]);
        }
      }),
    );
  });

  it('lie within the ledger, whose own subjects do not overlap', () => {
    for (const agency of AGENCIES) {
      for (const subject of [...filterSubjectsOf(agency, AGENCIES), ...publishSubjectsOf(agency, AGENCIES)]) {
        expect(LEDGER_SUBJECTS.filter((pattern) => overlap(pattern, subject))).toHaveLength(1);
      }
    }
    expect(overlaps(LEDGER_SUBJECTS)).toEqual([]);
    expect(overlaps(AUDIT_FILTER_SUBJECTS)).toEqual([]);
    expect(AUDIT_FILTER_SUBJECTS).not.toContain(CHECKPOINT_SUBJECT);
  });

  it('let its refusals be read by itself and the audit service alone', () => {
    for (const agency of AGENCIES) {
      const reads = (filter: readonly string[]): boolean =>
        filter.some((pattern) => overlap(pattern, refusalSubject(agency)));
      expect(AGENCIES.filter((other) => reads(filterSubjectsOf(other, AGENCIES)))).toEqual([agency]);
      expect(AGENCIES.filter((other) => reads(publishSubjectsOf(other, AGENCIES)))).toEqual([agency]);
      expect(reads(AUDIT_FILTER_SUBJECTS)).toBe(true);
    }
  });

  it('let it read the clocks of exercises, and write none', () => {
    const meets = (patterns: readonly string[]): string[] =>
      patterns.filter((pattern) => overlap(pattern, EXERCISE_SUBJECT));
    for (const agency of AGENCIES) {
      expect(meets(filterSubjectsOf(agency, AGENCIES))).toEqual([EXERCISE_SUBJECT]);
      expect(meets(publishSubjectsOf(agency, AGENCIES))).toEqual([]);
    }
    expect(meets(AUDIT_FILTER_SUBJECTS)).toEqual([EXERCISE_SUBJECT]);
  });

  it('cover every task that it asks or performs, and no task of two others', () => {
    for (const [asker, performer] of AGENCIES.flatMap((one) =>
      AGENCIES.map((other) => [one, other] as const),
    )) {
      const subject = taskSubject('actual', asker, performer, TASK_ID);
      for (const agency of AGENCIES) {
        const covered = taskSubjectsOf(agency, AGENCIES).filter((pattern) =>
          overlap(pattern, subject),
        ).length;
        expect(covered).toBe(agency === asker || agency === performer ? 1 : 0);
      }
    }
  });
});

describe('Two agencies', () => {
  it('share, of all they may publish on, only the tasks between them and the needs that each may claim', () => {
    for (const [one, other] of pairs(AGENCIES)) {
      const shared = publishSubjectsOf(one, AGENCIES).flatMap((left) =>
        publishSubjectsOf(other, AGENCIES)
          .filter((right) => overlap(left, right))
          .map((right) => meet(left, right)),
      );
      expect(shared.sort()).toEqual(
        [
          `concordat.*.task.${one}.${other}.*`,
          `concordat.*.task.${other}.${one}.*`,
          'concordat.*.need.*.*',
        ].sort(),
      );
    }
  });

  function meet(left: string, right: string): string {
    const parts = right.split('.');
    return left
      .split('.')
      .map((part, index) => (part === '*' ? parts[index] : part))
      .join('.');
  }
});

describe('A part of a subject', () => {
  const BAD = ['*', '>', 'a.b', '', ' ', 'a b', 'a*', 'police>', 'é', '\n', 'a\n', 'x'.repeat(65), '$JS'];

  it.each(BAD)('is refused when it is %j', (part) => {
    for (const make of [
      () => taskSubject(part, 'police', 'ambulance', TASK_ID),
      () => taskSubject('actual', part, 'ambulance', TASK_ID),
      () => taskSubject('actual', 'police', part, TASK_ID),
      () => taskSubject('actual', 'police', 'ambulance', part),
      () => needSubject(part, 'police', TASK_ID),
      () => needSubject('actual', part, TASK_ID),
      () => needSubject('actual', 'police', part),
      () => witnessSubject(part),
      () => deadLetterSubject(part),
      () => refusalSubject(part),
      () => rosterSubject(part),
      () => taskSubjectsOf(part, AGENCIES),
      () => taskSubjectsOf('police', [part]),
      () => publishSubjectsOf(part, AGENCIES),
      () => filterSubjectsOf(part, AGENCIES),
    ]) {
      expect(make).toThrow(RangeError);
    }
  });
});

describe('A task subject', () => {
  it('is read back into its parts', () => {
    expect(parseTaskSubject(taskSubject('exercise', 'police', 'ambulance', TASK_ID))).toEqual({
      mode: 'exercise',
      asker: 'police',
      performer: 'ambulance',
      taskId: TASK_ID,
    });
  });

  it.each([
    '',
    'concordat',
    'concordat.status',
    'concordat.actual.need.police.x',
    'concordat.actual.task.a.b',
    'x.a.task.a.b.c',
    'concordat..task.a.b.c',
    'concordat.a.task.a.b.c.d',
  ])('is not seen in %j', (subject) => {
    expect(parseTaskSubject(subject)).toBeUndefined();
  });
});

describe('A need subject', () => {
  it('is read back into its parts', () => {
    expect(parseNeedSubject(needSubject('exercise', 'police', TASK_ID))).toEqual({
      mode: 'exercise',
      asker: 'police',
      needId: TASK_ID,
    });
  });

  it.each([
    '',
    'concordat.status',
    'concordat.actual.need.police',
    'concordat.actual.need.police.x.y',
    'concordat..need.police.x',
    'concordat.actual.task.police.x',
  ])('is not seen in %j', (subject) => {
    expect(parseNeedSubject(subject)).toBeUndefined();
  });

  it('is read by its asker and the audit service alone', () => {
    const subject = needSubject('actual', 'police', TASK_ID);
    const reads = (filter: readonly string[]): boolean => filter.some((pattern) => overlap(pattern, subject));
    expect(AGENCIES.filter((agency) => reads(filterSubjectsOf(agency, AGENCIES)))).toEqual(['police']);
    expect(reads(AUDIT_FILTER_SUBJECTS)).toBe(true);
  });
});

describe('A sequence number', () => {
  it('says its epoch', () => {
    expect([1, EPOCH_STRIDE - 1, EPOCH_STRIDE, 3 * EPOCH_STRIDE + 5].map(epochOf)).toEqual([0, 0, 1, 3]);
  });
});
