import { describe, expect, it } from '@jest/globals';
import type { PersonReport, PersonRow } from './person-report.js';
import { personStoryView } from './person-story-view.js';

const row = (over: Partial<PersonRow>): PersonRow => ({
  leafIndex: 3,
  taskId: 't1',
  mode: 'actual',
  at: '2026-11-26T03:48:05Z',
  occurredAt: null,
  task: 'Welfare check',
  from: { name: 'Wealdmere Police' },
  to: { name: 'The trust' },
  item: { name: 'Name' },
  told: 'value',
  role: 'Dispatcher',
  because: null,
  passedOnFrom: null,
  correction: false,
  later: [],
  review: null,
  ground: { rule: 'r1', agreement: 'Police with health', law: null, way: 'pulled' },
  ...over,
});
const report = (over: Partial<PersonReport>): PersonReport => ({
  cases: ['c1'],
  rows: [],
  refused: [],
  overrides: [],
  toReview: 0,
  ...over,
});
const shown = (over: Partial<PersonReport>) =>
  personStoryView({ body: report(over) }, { token: ['t'] }, { role: 'auditor' });

describe('the story of a person', () => {
  it('is one entry for each event, in the order of the log, with what was stopped between them', () => {
    const refused = {
      leafIndex: 4,
      at: '2026-11-26T03:48:06Z',
      from: { name: 'Wealdmere Police' },
      to: { name: 'The trust' },
      stopped: 'before-it-left',
      item: { name: 'History' },
      because: 'no sharing agreement covers it',
      task: null,
    } as const;
    const { entries, summary } = shown({
      rows: [
        row({ leafIndex: 5 }),
        row({}),
        row({ item: { name: 'Age band' }, told: 'missing', because: 'Nobody asked' }),
      ],
      refused: [refused],
    });
    expect(
      entries.map(({ title, items }) => [title, items.map(({ name, said }) => `${name}: ${said}`)]),
    ).toEqual([
      ['Wealdmere Police told The trust', ['Name: Told', 'Age band: None: Nobody asked']],
      ['Wealdmere Police wanted to tell The trust, and was stopped', ['History: Stopped before it left']],
      ['Wealdmere Police told The trust', ['Name: Told']],
    ]);
    expect(summary).toContain('1 case, with 3 entries');
  });

  it('says what became of what was told, and what is to be looked at before release', () => {
    const later = [
      {
        what: 'taken-back',
        why: 'it was about another person',
        at: '2026-11-26T04:00:00Z',
        seen: false,
        leafIndex: 8,
      },
    ] as const;
    const [entry] = shown({ rows: [row({ later, review: 'to be reviewed before release' })] }).entries;
    expect(entry?.items[0]).toMatchObject({
      ground: 'On request, Police with health, rule r1',
      became: ['taken back'],
      notes: [
        'Taken back on 26 November 2026, 4 am, because it was about another person (leaf 8); nobody at The trust has confirmed seeing the notice',
        'To be reviewed before release',
      ],
    });
  });

  it('says of what was agreed by telephone when that was, and when it was recorded', () => {
    const [entry] = shown({ rows: [row({ occurredAt: '2026-11-26T03:20:00Z' })] }).entries;
    expect(entry?.at.text).toBe('26 November 2026, agreed 3.20 am, recorded 3.48 am');
  });

  it('says that nothing is recorded where nothing is', () => {
    expect(shown({ cases: [] }).summary).toBe(
      'Nothing is recorded as told: what you looked for leads to 0 cases.',
    );
  });
});
