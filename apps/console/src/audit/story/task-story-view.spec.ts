import { describe, expect, it } from '@jest/globals';
import { EXAMPLE_WORDS as words } from '../../../test/example-words.js';
import { taskStoryView, type TaskStory } from './task-story-view.js';

const POLICE = { agency: 'police', unit: 'control-room' };
const TRUST = { agency: 'mh-trust', unit: null };
const event = (over: object) => ({
  leafIndex: 3,
  version: 1,
  recordedAt: '2026-11-26T03:48:05Z',
  occurredAt: null as string | null,
  type: 'concordat.task.requested.v1',
  from: POLICE,
  to: TRUST,
  actor: { role: 'dispatcher', type: 'person' },
  says: {},
  items: [],
  ...over,
});
const story = (...events: ReturnType<typeof event>[]): TaskStory => ({
  task: { id: 't1', case: 'c1', mode: 'actual', kind: 'welfare-check', urgency: 'u2-within-hour' },
  asker: POLICE,
  performer: TRUST,
  events,
});
const shown = (...events: ReturnType<typeof event>[]) =>
  taskStoryView({ body: story(...events), leaf: 9 }, { words, person: { role: 'records-officer' } });

describe('the story of a task', () => {
  it('says what was asked of whom, and that its reading is a leaf', () => {
    const { title, facts, reading } = shown();
    expect(title).toBe('Story of a task: Welfare check');
    expect(facts).toContainEqual({ name: 'Asked of', text: 'Wealdmere Mental Health NHS Trust' });
    expect(facts).toContainEqual({ name: 'Urgency', text: 'Within an hour' });
    // A records officer may not look at the log's own leaves.
    expect(reading).toEqual({ leaf: 9 });
  });

  it('tells each event in words, with its codes, its items and its proof', () => {
    const item = {
      item: 'full-name',
      category: 'absent',
      state: 'unknown',
      absent: 'not-asked',
      rule: 'r1',
      way: 'pushed',
      originator: 'mh-trust',
      refusedBy: null,
      correctedBy: [],
      recalledBy: [{}],
    };
    const says = { kind: 'welfare-check', decideby: '2026-11-26T04:00:00Z', hash: 'h'.repeat(43) };
    const { entries } = shown(event({ says, items: [item] }));
    expect(entries).toEqual([
      {
        title: 'Wealdmere Police, control room asks for: Welfare check',
        byline: 'Dispatcher',
        at: { text: '26 November 2026, 3.48.05 am', iso: '2026-11-26T03:48:05Z' },
        facts: [{ name: 'Answer wanted by', text: '26 November 2026, 4 am' }],
        items: [
          {
            name: 'Name',
            said: 'None: Nobody asked',
            ground: 'By itself; passed on from Wealdmere Mental Health NHS Trust, under r1',
            became: ['taken back'],
            notes: [],
          },
        ],
        notes: [],
        proof: { leaf: 3, href: '/audit/leaves/3' },
      },
    ]);
  });

  it('says what the law warns of, who answers for the person, and in which mode', () => {
    const says = { responsibility: 'transfers', warnings: ['s136-consult-first'] };
    const { facts, entries } = shown(event({ says }));
    expect(entries[0]?.facts).toEqual([
      { name: 'Responsibility', text: 'passes by a handover' },
      { name: 'Warnings', text: 'Before section 136 is used somebody is asked.' },
    ]);
    expect(facts).toContainEqual({ name: 'Mode', text: 'Actual' });
  });

  it('tells of what was agreed by telephone when that was, and when it was recorded', () => {
    const [first, second] = shown(event({ occurredAt: '2026-11-26T03:20:00Z' }), event({})).entries;
    expect(first?.at.text).toBe('26 November 2026, agreed 3.20 am, recorded 3.48 am');
    expect(second?.at.text).toBe('26 November 2026, 3.48.05 am');
  });

  it('has words for an event that it does not know, and for codes within codes', () => {
    const [entry] = shown(
      event({ type: 'concordat.task.weighed-up.v2', says: { facts: [{ reason: 'no-capacity', count: 2 }] } }),
    ).entries;
    expect(entry?.title).toBe('Wealdmere Police, control room weighed up');
    expect(entry?.facts).toEqual([{ name: 'Facts', text: 'reason: Nobody is free; count: 2' }]);
  });
});
