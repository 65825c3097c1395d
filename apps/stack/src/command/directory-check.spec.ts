import { basename, dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { QUIET_DAY, tryConcordat, withDraft, type Said, type Swap } from '../../test/command-trial.js';

const OVERDUE: Swap = ['agreements.yaml', "reviewBy: '2027-09-30'", "reviewBy: '2026-11-01'"];
const NOBODY: Swap = ['task-kinds.yaml', 'mayBeAsked: [mh-trust]', 'mayBeAsked: []'];

const check = (swaps: readonly Swap[], ...options: readonly string[]): Promise<Said> =>
  withDraft(swaps, (folder) => tryConcordat(['directory', 'check', folder, ...options]));

describe('concordat directory check', () => {
  it('finds nothing in what is shipped', async () => {
    expect(await tryConcordat(['directory', 'check', '--strict'])).toEqual({
      code: 0,
      out: 'No faults and no warnings in the shipped directory.',
      err: '',
    });
  });

  it.each<[string, readonly Swap[], RegExp]>([
    [
      'a value of the wrong form',
      [['task-kinds.yaml', 'decideWithinMinutes: 5', 'decideWithinMinutes: soon']],
      /^task-kinds\.yaml:\d+ taskKinds\[0\]\.decideWithinMinutes: must be a whole number from 1, not "soon"$/m,
    ],
    [
      'a code that nothing has',
      [['agreements.yaml', 'basis: direct-care', 'basis: care']],
      /^agreements\.yaml:\d+ agreements\[0\]\.rules\[0\]\.basis: unknown lawful basis "care"$/m,
    ],
    [
      'a kind that nobody is asked for',
      [NOBODY],
      /^task-kinds\.yaml:\d+ taskKinds\[0\]\.mayBeAsked: nobody may be asked for this kind$/m,
    ],
    [
      'a kind that the agency asked has nobody to do',
      [
        [
          'task-kinds.yaml',
          'anyOf: [crisis-practitioner, mental-health-nurse, control-room-clinician]',
          'anyOf: [constable]',
        ],
      ],
      /^task-kinds\.yaml:\d+ taskKinds\[0\]\.mayBeAsked\[0\]: "mh-trust" employs nobody with one of the skills constable$/m,
    ],
    [
      'a reason to decline whose fact is not visible at the offer',
      [['task-kinds.yaml', '[area, children-at-address,', '[children-at-address,']],
      /^task-kinds\.yaml:\d+ taskKinds\[0\]\.allowedDeclineReasons\[1\]: "outside-area" is judged by "area", not shown at offer$/m,
    ],
    [
      'two rules that overlap',
      [
        [
          'agreements.yaml',
          'kinds: [crisis-home-visit]',
          'kinds: [crisis-home-visit, crisis-telephone-triage]',
        ],
      ],
      /^agreements\.yaml:\d+ \S+: "care\.crisis-telephone-triage\.offer" takes "area" .* too: here again at the stage offer/m,
    ],
    [
      'two rules that contradict each other',
      [['agreements.yaml', 'from: [police]', 'from: [police, ambulance]']],
      /^agreements\.yaml:\d+ \S+: "care\.crisis-telephone-triage\.offer" takes "area" .* too: here on the basis "safeguarding", there on the basis "direct-care"/m,
    ],
  ])('names file, line and place of %s, and fails', async (_name, swaps, line) => {
    const { code, out, err } = await check(swaps);
    expect(out).toMatch(line);
    expect([code, err]).toEqual([1, '']);
  });

  it('warns of a review that is overdue, and fails for it only when it is asked to be strict', async () => {
    const { code, out } = await check([OVERDUE]);
    expect(out.split('\n')[0]).toMatch(
      /^agreements\.yaml:\d+ agreements\[0\]\.reviewBy: warning: the review is overdue by 21 days$/,
    );
    expect(code).toBe(0);
    expect((await check([OVERDUE], '--strict')).code).toBe(1);
  });

  it('puts faults before warnings and counts both at the end', async () => {
    const lines = (await check([OVERDUE, NOBODY])).out.split('\n');
    const firstWarning = lines.findIndex((line) => line.includes(': warning: '));
    expect(firstWarning).toBe(lines.length - 2);
    expect(lines.at(-1)).toMatch(/^\d+ faults? and 1 warning in .+\.$/);
  });

  it('gives programs the same as JSON', async () => {
    const { code, out } = await check([OVERDUE, NOBODY], '--json');
    const report = JSON.parse(out) as Record<'faults' | 'warnings', Record<string, unknown>[]>;
    expect(code).toBe(1);
    expect(report.faults).toContainEqual({
      file: 'task-kinds.yaml',
      line: expect.any(Number),
      path: 'taskKinds[0].mayBeAsked',
      detail: 'nobody may be asked for this kind',
    });
    expect(report.warnings).toMatchObject([
      { file: 'agreements.yaml', detail: 'the review is overdue by 21 days' },
    ]);
  });

  it('takes a folder from where its caller stands', async () => {
    await withDraft([OVERDUE], async (folder) => {
      const { out } = await tryConcordat(['directory', 'check', basename(folder)], {
        cwd: dirname(folder),
        now: QUIET_DAY,
      });
      expect(out).toContain(`No faults and 1 warning in ${basename(folder)}.`);
    });
  });

  it.each([
    [['nowhere'], 'There is no folder nowhere.'],
    [['one', 'two'], 'Name one folder, or none for the shipped directory.'],
  ])('does not understand %j', async (folders, fault) => {
    const { code, out, err } = await tryConcordat(['directory', 'check', ...folders]);
    expect([code, out, err.split('\n')[0]]).toEqual([2, '', fault]);
  });
});
