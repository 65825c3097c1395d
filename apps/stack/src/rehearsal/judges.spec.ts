import { describe, expect, it } from '@jest/globals';
import { LOCATION, courtOf, item, nowhere, offered, type World } from '../../test/shown-world.js';
import { failedOf, judgeAll } from './assertion-judge.js';
import type { Assertion, Form } from './assertions.js';
import { judgedBy } from './court.js';
import type { Views } from './views.js';

const NO_PATIENCE = { longestMs: 0, lookMs: 0 };
const assertion = (form: Form, fields: object): Assertion => ({ form, line: 7, ...fields }) as Assertion;

async function foundIn(world: World, form: Form, fields: object): Promise<string | undefined> {
  const [judged] = await judgeAll([assertion(form, fields)], courtOf(world), NO_PATIENCE);
  return judged?.found;
}

const T1_SHOWN: World = { items: { 'ambulance T1': [LOCATION] } };
const T3_SHOWN: World = { items: { 'police T3': [nowhere] } };
const isShown = { shown: 'exact-location', to: 'ambulance', task: 'T1', as: 'value' };
const isNowhere = { shown: 'full-name', to: 'police', task: 'T3', as: 'searched-not-found' };
const waiting = { item: 'phone', stage: 'accepted' };
const identified = { kind: 'identified', from: 'police', detail: { items: [{ item: 'full-name' }] } };
const gap = {
  code: 'full-name',
  todo: false,
  asked: [{ agency: 'mh-trust', taskId: 't', at: '', open: true }],
  couldKnow: ['ambulance'],
  withheldBy: [],
};
const request = { purpose: 'identify-person', basis: 'vital-interests' };
const attempt = { item: 'phone', receiver: 'ambulance', why: 'no-agreement' };

describe('an assertion that holds', () => {
  it.each<[Form, object, World]>([
    ['shown', { ...isShown, by: 'police', stage: 'offer' }, T1_SHOWN],
    ['shown', { ...isNowhere, searched_for: 'Aldmore' }, T3_SHOWN],
    ['hidden', { hidden: ['full-name'], from: ['police/control-room'], task: 'T3' }, T3_SHOWN],
    ['never_told', { never_told: ['exact-location'], to: ['police', 'mh-trust'] }, T1_SHOWN],
    ['waits', { waits: 'phone', task: 'T1', for: 'accepted' }, { kept: [waiting] }],
    [
      'stopped',
      { stopped: 'phone', to: 'ambulance', task: 'T1', why: 'no-agreement' },
      { stopped: [attempt] },
    ],
    ['gap', { gap: 'full-name', of: 'police', todo: false, asked: ['mh-trust'] }, { gaps: [gap] }],
    ['no_gap', { no_gap: 'phone', of: 'police' }, { gaps: [gap] }],
    ['person', { person: 'alias-only', at: 'police', alias: 'Kilo Wren 482', name: 'Cor' }, {}],
    ['age', { age: 'treat-as-child', at: 'police' }, {}],
    ['stands', { stands: 'full-name', at: 'police', as: 'conflicting' }, {}],
    [
      'told',
      { told: 'identified', to: 'ambulance', task: 'T1', items: ['full-name'] },
      { notices: [identified] },
    ],
    ['noted', { noted: 'no ambulance', at: 'police' }, { notes: ['no ambulance in time'] }],
    ['purpose', { ...request, task: 'T3' }, { request }],
    ['refused', { refused: 'NO' }, { refusal: 'NO' }],
    ['held_up', { held_up: 'none' }, T1_SHOWN],
  ])('%s %j is found so', async (form, fields, world) => {
    expect(await foundIn(world, form, fields)).toBeUndefined();
  });
});

describe('an assertion that does not hold', () => {
  it.each<[Form, object, World, string]>([
    ['shown', isShown, {}, 'nothing is shown of it'],
    ['shown', { ...isShown, as: 'withheld' }, T1_SHOWN, 'a value (known) by police, at the stage offer'],
    ['shown', { ...isShown, stage: 'accepted' }, T1_SHOWN, 'at the stage offer'],
    ['shown', { ...isShown, by: 'mh-trust' }, T1_SHOWN, 'by police'],
    ['shown', { ...isNowhere, searched_for: 'Aldmoor' }, T3_SHOWN, 'searched-not-found'],
    [
      'hidden',
      { hidden: ['exact-location'], from: ['ambulance'], task: 'T1' },
      T1_SHOWN,
      'ambulance is shown a value of',
    ],
    [
      'never_told',
      { never_told: ['exact-location'], to: ['ambulance'] },
      T1_SHOWN,
      'ambulance is shown a value of',
    ],
    ['waits', { waits: 'phone', task: 'T1', for: 'accepted' }, {}, 'nobody keeps it'],
    ['waits', { waits: 'phone', task: 'T1', for: 'attending' }, { kept: [waiting] }, 'it waits for accepted'],
    [
      'stopped',
      { stopped: 'phone', to: 'ambulance', task: 'T1', why: 'not-in-force' },
      { stopped: [attempt] },
      'no-agreement',
    ],
    [
      'stopped',
      { stopped: 'phone', to: 'ambulance', task: 'T1', why: 'not-in-force' },
      {},
      'no such attempt',
    ],
    ['gap', { gap: 'phone', of: 'police' }, { gaps: [gap] }, 'it is no gap'],
    ['gap', { gap: 'full-name', of: 'police', todo: true }, { gaps: [gap] }, 'todo is false'],
    ['gap', { gap: 'full-name', of: 'police', asked: ['ambulance'] }, { gaps: [gap] }, 'asked is mh-trust'],
    [
      'gap',
      { gap: 'full-name', of: 'police', could_know: ['mh-trust'] },
      { gaps: [gap] },
      'could_know is ambulance',
    ],
    [
      'gap',
      { gap: 'full-name', of: 'police', withheld_by: ['mh-trust'] },
      { gaps: [gap] },
      'withheld_by is nobody',
    ],
    ['no_gap', { no_gap: 'full-name', of: 'police' }, { gaps: [gap] }, 'it is a gap'],
    ['person', { person: 'confirmed', at: 'police' }, {}, 'alias-only'],
    ['person', { person: 'alias-only', at: 'police', alias: false }, {}, '2 aliases'],
    ['person', { person: 'alias-only', at: 'police', alias: 'Delta Osprey 1' }, {}, 'other aliases (2)'],
    ['person', { person: 'alias-only', at: 'police', name: 'Corvin' }, {}, 'another name'],
    ['age', { age: 'none', at: 'police' }, {}, 'treat-as-child'],
    ['stands', { stands: 'full-name', at: 'police', as: 'known' }, {}, 'conflicting'],
    ['stands', { stands: 'phone', at: 'police', as: 'known' }, {}, 'nothing was said of it'],
    [
      'told',
      { told: 'corrected', to: 'ambulance', task: 'T1', items: [] },
      { notices: [identified] },
      'no such notice',
    ],
    [
      'told',
      { told: 'identified', to: 'ambulance', task: 'T1', items: [] },
      { notices: [identified] },
      'a notice with full-name',
    ],
    [
      'told',
      { told: 'identified', to: 'police', task: 'T1', items: ['full-name'] },
      { notices: [identified] },
      'no such notice',
    ],
    [
      'noted',
      { noted: 'a helicopter', at: 'police', task: 'T1' },
      { notes: ['no ambulance'] },
      'no such note',
    ],
    [
      'purpose',
      { ...request, basis: 'direct-care', task: 'T3' },
      { request },
      'identify-person, vital-interests',
    ],
    ['purpose', { ...request, task: 'T3' }, {}, 'no purpose, no basis'],
    ['refused', { refused: 'NO' }, { refusal: 'OTHER' }, 'OTHER'],
    ['refused', { refused: 'NO' }, {}, 'it was not refused'],
    ['held_up', { held_up: 'none' }, { unopened: true }, 'T1 never came to its performer'],
  ])('%s %j is told with what was found', async (form, fields, world, found) => {
    expect(await foundIn(world, form, fields)).toContain(found);
  });

  it('is told with its line and words, and no value of any item stands in the sentence', async () => {
    const wrong = assertion('hidden', { hidden: ['exact-location'], from: ['ambulance'], task: 'T1' });
    const [sentence] = failedOf(await judgeAll([wrong], courtOf(T1_SHOWN), NO_PATIENCE));
    expect(sentence).toMatch(
      /^Line 7: expected hidden: \[exact-location\], from: \[ambulance\], task: T1; found: .+\.$/,
    );
    expect(sentence).not.toContain('West pier');
  });
});

describe('what an agency is shown', () => {
  it('is not what it told itself, what its service refused, or what was taken back', async () => {
    const others = [
      item('exact-location', 'ambulance', { value: 'East pier' }),
      { ...LOCATION, refused: 'no-agreement' },
      { ...LOCATION, recalled: 'incorrect' },
    ];
    for (const one of others)
      expect(await foundIn({ items: { 'ambulance T1': [one] } }, 'shown', isShown)).toBe(
        'nothing is shown of it',
      );
  });

  it('was told it also when a reason has taken the place of the value, or when the log alone has it', async () => {
    const hidden = { hidden: ['exact-location'], from: ['ambulance'], task: 'T1' };
    const later = item('exact-location', 'police', { state: 'unknown', absent: 'unknown' });
    expect(await foundIn({ items: { 'ambulance T1': [LOCATION, later] } }, 'hidden', hidden)).toContain(
      'a value',
    );
    const row = { eventId: 'e', item: 'exact-location', category: 'value', receiver: 'ambulance' };
    expect(await foundIn({ rows: [row] }, 'hidden', hidden)).toContain('the audit log has a value');
    const stopped = { ...row, refusedBy: { why: 'no-agreement' } };
    expect(await foundIn({ rows: [stopped] }, 'hidden', hidden)).toBeUndefined();
  });

  it('counts only with its row in the audit log', async () => {
    expect(await foundIn({ ...T1_SHOWN, rows: [] }, 'shown', isShown)).toContain(
      'the audit log does not have it',
    );
  });

  it('is no search without a match where it does not say which system was searched and when', async () => {
    const { searchedSystem: _system, ...vague } = nowhere;
    expect(await foundIn({ items: { 'police T3': [vague] } }, 'shown', isNowhere)).toContain(
      'searched-not-found',
    );
  });

  it('is looked for at a party of the task alone', async () => {
    const found = await foundIn(T1_SHOWN, 'shown', { ...isShown, to: 'mh-trust' });
    expect(found).toBe('mh-trust has no part in T1');
    expect(await foundIn(T1_SHOWN, 'shown', { ...isShown, to: 'ambulance/crew' })).toContain('no part');
  });
});

describe('judging', () => {
  it('does not say that something was not told while the log may not have it yet', async () => {
    const hidden = { hidden: ['phone'], from: ['ambulance'], task: 'T1' };
    expect(await foundIn({ logIsBehind: true }, 'hidden', hidden)).toContain('does not have all');
  });

  it('waits for what still has to arrive', async () => {
    const court = courtOf(T1_SHOWN);
    let looks = 0;
    const views: Views = {
      ...court.views,
      task: async (agency, task) => {
        looks += 1;
        return looks < 3 ? { items: [], kept: [], notices: [] } : court.views.task(agency, task);
      },
    };
    const patience = { longestMs: 60_000, lookMs: 1 };
    const judged = await judgeAll([assertion('shown', isShown)], { ...court, views }, patience);
    expect([looks, judged[0]?.found]).toEqual([3, undefined]);
  });

  it('finds nothing held up only where something was lacking', async () => {
    const alias = item('alias', 'police', { value: 'Kilo Wren 482' });
    const world = { items: { 'ambulance T1': [LOCATION, alias] } };
    expect(await foundIn(world, 'held_up', { held_up: 'none' })).toContain('nothing is shown');
  });

  it('leaves to people what is about a task that no step can open yet', async () => {
    const unplayed = new Map([['T2', offered.step]]);
    const about = (task: string): Assertion => assertion('purpose', { ...request, task });
    const court = courtOf({ request });
    expect(await judgedBy([about('T2'), about('T3')], court, unplayed)).toMatchObject({
      failures: [],
      judged: 1,
      unjudged: [expect.stringContaining('task: T2 (its task was never opened)')],
    });
  });
});
