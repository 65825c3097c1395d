import { describe, expect, it } from '@jest/globals';
import type { Gap, Task } from '#domain';
import type { CaseAnswer, Stated } from './case-answers.js';
import { caseView } from './case-view.js';

const AT = '2026-11-26T03:48:00.000Z';
const police = { agency: 'police', unit: 'response' };
const trust = { agency: 'mh-trust', unit: 'crisis-team' };
const NAMES = {
  items: { 'full-name': 'Name', appearance: 'Appearance', phone: 'Telephone' },
  kinds: { 'crisis-home-visit': 'Crisis home visit' },
  clocks: { 's136-detention': 'Detention under section 136' },
  agencies: { police: 'Wealdmere Police', 'mh-trust': 'Wealdmere Trust' },
  units: { 'police/response': 'response team', 'mh-trust/crisis-team': 'crisis team' },
};
const EMPTY: CaseAnswer = {
  caseId: '01a21618-0000-7000-8000-0000000e1e13',
  identity: { status: 'nameless', name: undefined, aliases: [], identities: [] },
  agePrecaution: 'treat-as-child',
  ...{ standing: [], entries: [], clocks: [], tasks: [], names: NAMES },
};
const said = (from: typeof police, statement: object): Stated =>
  ({ statement, from: from.agency, unit: from.unit, at: AT }) as Stated;
const viewOf = (more: Partial<CaseAnswer>, gaps: readonly Gap[] = []) =>
  caseView({ ...EMPTY, ...more }, { gaps, mayBeAsked: ['mh-trust'], names: NAMES });

describe('the page of a case', () => {
  it('says who answers for the person, and that a person of unknown age may be a child', () => {
    const view = viewOf({ answering: { party: trust, by: 'handover', since: AT } });
    expect(view.answering).toEqual({
      who: 'Crisis team, Wealdmere Trust',
      how: 'took over the person, 26 November 2026, 3.48 am',
    });
    expect(view.treatAsChild).toBe(true);
    expect(viewOf({ agePrecaution: 'none' }).treatAsChild).toBe(false);
  });

  it('never has the name in its title, and shows an alias as one', () => {
    const { title, heading } = viewOf({
      identity: { status: 'alias-only', name: 'Heron 12', aliases: ['Heron 12'], identities: [] },
    });
    expect([title, heading]).toEqual(['Case 0e1e13', '“Heron 12”']);
    expect(viewOf({}).heading).toBe('A person without a name');
  });

  it('shows differing statements side by side and first, each with who said it and where it comes from', () => {
    const items = viewOf({
      standing: [
        {
          code: 'phone',
          state: 'known',
          statements: [said(police, { code: 'phone', state: 'known', value: '1' })],
        },
        {
          code: 'appearance',
          state: 'conflicting',
          statements: [
            said(police, {
              ...{ code: 'appearance', state: 'reported-unconfirmed', value: 'grey top', source: 'caller 1' },
              ...{ sourceKind: 'caller', confidence: 'low' },
            }),
            said(trust, { code: 'appearance', state: 'known', value: { coat: 'blue', shoes: false } }),
          ],
        },
      ],
    }).items;
    expect(items.map(({ name, differs }) => [name, differs])).toEqual([
      ['Appearance', true],
      ['Telephone', false],
    ]);
    expect(items[0]?.statements).toMatchObject([
      {
        text: 'grey top',
        who: 'response team, Wealdmere Police',
        when: '26 November 2026, 3.48 am',
        facts: ['Not confirmed', 'From a caller, “caller 1”', 'Confidence: low'],
      },
      { text: 'Coat: blue; Shoes: No', who: 'crisis team, Wealdmere Trust', facts: [] },
    ]);
  });

  it('shows the word of another agency where it differs from the shared one, and what gets lost', () => {
    const inWords = { label: 'Detained', sender: { word: 'nicked' }, sentence: 'The word is broader.' };
    const statements = [{ ...said(police, { code: 'phone', state: 'known', value: {} }), inWords }];
    const [item] = viewOf({ standing: [{ code: 'phone', state: 'known', statements }] }).items;
    expect(item?.statements[0]).toMatchObject({
      text: 'Detained',
      theirWord: 'They say “nicked”. The word is broader.',
    });
  });

  it('says of a clock what is left, that it waits, that it is over, and every start that was told', () => {
    const clock = {
      code: 's136-detention',
      startedAt: AT,
      startedBy: trust,
      dueAt: '2026-11-27T03:48:00.000Z',
    };
    const { clocks } = viewOf({
      clocks: [
        { ...clock, remainingMinutes: 200 },
        { ...clock, remainingMinutes: 20, disputedStarts: [{ at: AT, by: police }] },
        { ...clock, remainingMinutes: -5 },
        { code: 'other', waitingSince: AT },
        { ...clock, endedAt: AT, endReason: 'application-made', remainingMinutes: 9 },
      ],
    });
    expect(clocks.map(({ left, tag }) => [left, tag.text])).toEqual([
      ['3 hours 20 minutes left', 'Running'],
      ['20 minutes left', 'Ends soon'],
      ['Over by 5 minutes', 'Time is over'],
      ['Not started yet', 'Waiting'],
      ['Runs no more', 'Ended'],
    ]);
    expect(clocks[1]?.facts.at(-1)).toBe(
      'response team, Wealdmere Police says it started 26 November 2026, 3.48 am',
    );
    expect(clocks[3]?.name).toBe('Other');
  });

  it('lists what is not known with why, who could know and who was asked; what must still be asked comes first', () => {
    const gap = (code: string, more: Partial<Gap>): Gap => ({
      ...{
        code,
        state: 'unknown',
        reasons: [],
        todo: false,
        couldKnow: [],
        withheldBy: [],
        asked: [],
        finding: [],
      },
      ...more,
    });
    const { gaps, toAsk, items } = viewOf(
      {
        standing: [
          {
            code: 'full-name',
            state: 'unknown',
            statements: [said(police, { code: 'full-name', state: 'unknown', absent: 'asked-unknown' })],
          },
        ],
      },
      [
        gap('full-name', {
          reasons: [{ agency: 'police', absent: 'searched-not-found', at: AT }],
          couldKnow: ['mh-trust'],
          asked: [{ agency: 'mh-trust', taskId: 't1', at: AT, open: true }],
        }),
        gap('phone', { todo: true, withheldBy: ['mh-trust'], state: 'nothing-said' }),
      ],
    );
    expect(gaps.map(({ name }) => name)).toEqual(['Telephone', 'Name']);
    expect(toAsk).toBe(1);
    expect(gaps[0]?.why).toEqual(['Nobody has said anything', 'Wealdmere Trust has it and keeps it back']);
    expect(gaps[0]).not.toHaveProperty('ask');
    expect(gaps[1]).toMatchObject({
      why: [
        'Searched and not found: this does not mean that there is nothing (Wealdmere Police, 26 November 2026, 3.48 am)',
      ],
      couldKnow: ['Wealdmere Trust'],
      ask: `/ask?case=${EMPTY.caseId}&mode=&wanted=full-name`,
      asked: [{ text: 'Wealdmere Trust, 26 November 2026, 3.48 am: answer still open', href: '/tasks/t1' }],
    });
    expect(items).toEqual([]);
  });

  it('lists the tasks that are open before those that are over, each with where it leads', () => {
    const task = (id: string, status: Task['status']) => ({
      taskId: id,
      updatedAt: AT,
      task: {
        kind: 'crisis-home-visit',
        asker: police,
        performer: trust,
        owner: trust,
        status,
        mode: 'exercise',
      } as Task,
    });
    const view = viewOf({
      tasks: [task('t1', 'completed'), task('t2', 'accepted'), { taskId: 't3', updatedAt: AT }],
    });
    expect(view.tasks.map(({ href, status }) => [href, status.tag.text])).toEqual([
      ['/tasks/t2', 'Accepted'],
      ['/tasks/t3', 'Not recorded yet'],
      ['/tasks/t1', 'Completed'],
    ]);
    expect(view.tasks[0]?.hint?.text).toBe(
      'Response team, Wealdmere Police asked crisis team, Wealdmere Trust. Crisis team, Wealdmere Trust answers for the task',
    );
    expect([view.openTasks, view.isExercise]).toEqual([2, true]);
  });
});
