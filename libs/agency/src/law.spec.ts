import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Directory, loadDirectory, parseBundle, type DirectoryData } from '#directory';
import type { ItemStatement, Task, TaskCommand } from '#domain';
import { warnedBefore } from './law.js';
import { decideWish, toldBeside, type Granted } from './wish-decision.js';
import type { Wish } from './wish.js';

const data = loadDirectory();
const directoryWith = (change: Partial<DirectoryData>) =>
  new Directory(parseBundle({ version: 1, data: { ...data, ...change }, keys: [] }));
const directory = directoryWith({});
const lawless = directoryWith({ lawRules: [] });

const AT = '2026-11-25T12:00:00.000Z';
const police = { agency: 'police', unit: 'control-room' };
const trust = { agency: 'mh-trust', unit: 'street-triage' };
const suite = { agency: 'mh-trust', unit: 'suite-north' };
const known = (code: string, value: unknown): ItemStatement => ({ code, state: 'known', value });

const request = (kind: string, performer = trust): TaskCommand => ({
  type: 'request',
  taskId: 't1',
  caseId: 'c1',
  mode: 'test',
  kind,
  urgency: 'u2-within-hour',
  asker: police,
  performer,
  by: police,
  at: AT,
});
const check: Task = {
  ...{ id: 't1', caseId: 'c1', mode: 'test', kind: 'welfare-check', urgency: 'u2-within-hour' },
  ...{ asker: trust, performer: police, owner: trust, status: 'requested', version: 1, requestedAt: AT },
};
const decline: TaskCommand = {
  ...{ type: 'reject', taskId: 't1', by: police, at: AT },
  reason: 'threshold-not-met',
  explained: true,
};

const wishOf = (command: TaskCommand, more: Partial<Wish> = {}): Wish => ({
  command,
  items: [],
  actor: { ref: 'A'.repeat(22), role: 'officer', type: 'person' },
  ...more,
});

function granted(wish: Wish, task?: Task, by = directory): Granted {
  const decided = decideWish(wish, { task, directory: by, modes: ['test'] });
  if ('answer' in decided) throw new Error(decided.answer.refused);
  return decided;
}
const said = (wish: Wish, task?: Task) => {
  const { law } = granted(wish, task);
  return { told: law?.told.map(({ code }) => code) ?? [], recorded: law?.recorded ?? [] };
};

describe('a step at which a rule of law warns', () => {
  it('goes through, and its caller is told the sentence and where it comes from', () => {
    const wish = wishOf(request('s136-consultation'), { items: [known('place-type', 'home')] });
    const { warnings = [] } = toldBeside(granted(wish));
    expect(warnings.map(Object.keys)).toEqual([['code', 'says', 'source']]);
    expect(warnings[0]?.says).toMatch(/^Section 136 is not for a house/);
    expect(warnings[0]?.source).toContain('section 136(1A)');
    expect(granted(wish).law?.recorded).toEqual(['s136-not-in-a-home']);
  });

  it('says nothing where no rule warns', () => {
    const wish = wishOf(request('s136-consultation'), { items: [known('place-type', 'public')] });
    expect(granted(wish)).not.toHaveProperty('law');
    expect(toldBeside(granted(wish))).not.toHaveProperty('warnings');
  });

  it('is judged by the rules of the day on which it is taken', () => {
    const items = [known('place-type', 'home')];
    const on = (at: string) =>
      said(wishOf({ ...request('s136-consultation'), at }, { items, ifNotAllowed: 'leave-out' })).told;
    expect(on('2017-12-10T23:59:59.999Z')).toEqual([]);
    expect(on('2017-12-11T00:00:00.000Z')).toEqual(['s136-not-in-a-home']);
  });
});

describe('what a warning rests on', () => {
  const place = known('place-type', 'home');
  const admission = request('place-of-safety-admission', suite);

  it('and does not go with the event is told to the caller, and never recorded', () => {
    const leftOut = wishOf(admission, { items: [place], ifNotAllowed: 'leave-out' });
    const ownFile = wishOf(admission, { known: [place] });
    for (const wish of [leftOut, ownFile]) {
      expect(said(wish)).toEqual({
        told: ['s136-not-in-a-home', 's136-consult-first'],
        recorded: ['s136-consult-first'],
      });
    }
  });

  it('but waits for acceptance counts as spoken of, so that nothing is recorded as lacking', () => {
    const record = known('s136-consultation-record', 'asked the street triage nurse');
    const wish = wishOf(admission, { items: [record] });
    expect(granted(wish).plan.kept.map(({ item }) => item.code)).toEqual(['s136-consultation-record']);
    expect(said(wish)).toEqual({ told: [], recorded: [] });
  });

  it('and was told on the task before is known to both, and is recorded', () => {
    const child = { known: [known('age-band', '13-15')] };
    const adult = { known: [known('age-band', '18-64')] };
    expect(said(wishOf(decline, child), check)).toEqual({
      told: ['rcrp-not-for-children'],
      recorded: ['rcrp-not-for-children'],
    });
    expect(said(wishOf(decline, adult), check).told).toEqual([]);
    expect(said(wishOf(decline), check).told).toEqual(['rcrp-not-for-children']);
  });

  it('can be the slots of the task', () => {
    const assessment: Task = { ...check, kind: 'mha-assessment', performer: police, status: 'accepted' };
    const task = { ...assessment, performer: { agency: 'social-care', unit: 'amhp-service' }, owner: police };
    const command = {
      type: 'complete',
      taskId: 't1',
      by: task.performer,
      at: AT,
      outcome: 'application-made',
    } as const;
    const filled = (...slots: readonly string[]) => ({
      ...task,
      slots: slots.map((slot) => ({ slot, state: 'filled' as const })),
    });
    const amhp = { actor: { ref: 'A'.repeat(22), role: 'amhp', type: 'person' } } as const;
    expect(said(wishOf(command, amhp), filled('amhp', 's12-doctor')).told).toEqual([
      's2-s3-two-recommendations',
    ]);
    expect(said(wishOf(command, amhp), filled('amhp', 's12-doctor', 'second-doctor')).told).toEqual([]);
  });
});

describe('a warning that an event recorded', () => {
  it('is shown by the rule that the directory has under its code, and left out where it has none', () => {
    const [first] = directory.lawRules;
    const shown = warnedBefore([first?.code ?? '', 'a-rule-that-is-gone'], directory.lawRules);
    expect(shown).toEqual([{ code: first?.code, says: first?.says, source: first?.source }]);
  });
});

const items = fc.subarray([
  known('place-type', 'home'),
  known('place-type', 'police station'),
  known('age-band', '13-15'),
  known('presenting-situation', 'on the roof'),
  known('mh-history', 'none'),
]);

describe('whatever the rules say', () => {
  it('they change nothing of what happens, and nothing is recorded of which the caller was not told', () => {
    const kinds = fc.constantFrom('s136-consultation', 'place-of-safety-admission');
    fc.assert(
      fc.property(kinds, items, (kind, items) => {
        const wish = wishOf(request(kind, suite), { items, ifNotAllowed: 'leave-out' });
        const { law, ...rest } = granted(wish);
        expect(granted(wish, undefined, lawless)).toEqual(rest);
        const told = law?.told.map(({ code }) => code) ?? [];
        expect(told).toEqual(expect.arrayContaining([...(law?.recorded ?? [])]));
      }),
    );
  });
});
