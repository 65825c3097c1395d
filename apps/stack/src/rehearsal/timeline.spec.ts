import { describe, expect, it } from '@jest/globals';
import { loadDirectory } from '#directory';
import { labelsOf } from './labels.js';
import type { Look } from './look.js';
import type { Step } from './steps.js';
import type { FeedEvent } from './feeds.js';
import { ownActLines } from './own-act-lines.js';
import { gapLines, stepLines } from './timeline.js';
import type { Parcel, Told } from './told.js';

const labels = labelsOf(loadDirectory());
const START = '2031-01-17T21:42:00.000Z';
const PLAIN: Look = { width: 80, colour: false };
const police = { agency: 'police', unit: 'control-room' };
const ambulance = { agency: 'ambulance', unit: 'emergency-operations-centre' };

const offer = {
  at: 1,
  by: police,
  do: 'offer',
  task: 'T1',
  kind: 'emergency-medical-response',
  to: [ambulance],
  line: 1,
  index: 0,
} as const;
const parcel: Parcel = {
  task: 'T1',
  kind: 'emergency-medical-response',
  from: police,
  to: ambulance,
  event: 'requested',
  items: [
    {
      code: 'exact-location',
      state: 'known',
      value: "Marlow's End footbridge, west side",
      source: 'caller C1',
    },
    { code: 'full-name', state: 'unknown', absent: 'asked-unknown' },
    { code: 'worker-safety-warning', state: 'withheld', absent: 'masked', heldBy: 'police' },
  ],
  wanted: [],
  left: [
    { code: 'phone', until: 'accepted' },
    { code: 'key-safe', until: 'attending' },
  ],
  notAllowed: [
    { code: 'mh-history', why: 'no-agreement' },
    { code: 'medication', why: 'not-the-originators' },
  ],
  lossy: [],
  unsaid: ['physical-red-flags'],
  sequence: 2 ** 40 + 12,
  eventId: 'e',
};

const told = (step: Step, more: Partial<Told> = {}): Told => ({
  step,
  fate: 'played',
  parcels: [],
  kept: [],
  remarks: [],
  failures: [],
  ...more,
});

const text = (one: Told, look = PLAIN): string => stepLines(one, labels, look).join('\n');

describe('the timeline', () => {
  it('tells who asks whom for what, what went, what did not, and why', () => {
    expect(stepLines(told(offer, { parcels: [parcel] }), labels, PLAIN)).toEqual([
      'min    1 Wealdmere Police, control room asks Wealdmere Ambulance Service,',
      '         emergency operations centre for: Emergency medical response (T1)',
      `           value    Exact location, entry details: "Marlow's End footbridge,`,
      '                    west side" (source: caller C1)',
      '           absent   Name: the source was asked and does not know [asked-unknown]',
      '           held     Safety instruction for workers: known, but held back for',
      '                    privacy or security [masked]',
      '           kept     Phone and safe times to call: waits here until the task is',
      '                    accepted',
      '           kept     key-safe: waits here until somebody is with the person',
      '           left out Mental-health history and diagnosis: no agreement lets it',
      '                    travel on this task',
      '           left out Current medication: told by another agency, and no agreement',
      '                    lets it be passed on here',
      '           unsaid   Physical red flags: needed for this, nothing said yet; it',
      '                    holds nothing up',
      '      ok recorded as no. 12 of epoch 1, arrived at Wealdmere Ambulance Service',
    ]);
  });

  it('stays within 80 columns, also with a word that is longer than a line', () => {
    const long = { ...parcel, note: 'x'.repeat(300), fact: 'y '.repeat(90) };
    for (const line of stepLines(
      told(offer, { parcels: [long], failures: ['z'.repeat(200)] }),
      labels,
      PLAIN,
    )) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  it('shortens long values', () => {
    const items = [{ code: 'appearance', state: 'known', value: 'a'.repeat(500) } as const];
    expect(text(told(offer, { parcels: [{ ...parcel, items }] }))).toContain(`${'a'.repeat(10)}…"`);
  });

  it('gives the reason and the fact of a decline', () => {
    const step = {
      at: 9,
      by: ambulance,
      do: 'decline',
      task: 'T3',
      reason: 'no-capacity',
      line: 1,
      index: 0,
    } as const;
    const lines = text(told(step, { parcels: [{ ...parcel, items: [], fact: 'earliest 50 min' }] }));
    expect(lines.replace(/\s+/g, ' ')).toContain(
      'declines T3, Emergency medical response: no worker, vehicle or space free in time',
    );
    expect(lines).toContain('fact     "earliest 50 min"');
  });

  it('says what was not played, what was refused as it should be, and what failed', () => {
    const clock = {
      at: 5,
      by: police,
      do: 'clock-start',
      clock: 's136-detention',
      line: 1,
      index: 0,
    } as const;
    expect(text(told(clock, { fate: 'not-played', because: 'clocks are not built yet' }))).toContain(
      '- not played: clocks are not built yet',
    );
    expect(text(told(offer, { fate: 'refused-as-expected', because: 'No.' }))).toContain(
      'ok refused, as it should be: No.',
    );
    expect(text(told(offer, { fate: 'failed', failures: ['It broke.'] }))).toContain('FAIL It broke.');
  });

  it('says what the person is called until the name is known, and which gaps a step closed', () => {
    const opened = told(
      { at: 0, by: police, do: 'open-case', case: 'K1', line: 1, index: 0 },
      { alias: 'Kilo Wren 482' },
    );
    expect(text(opened)).toContain('alias    "Kilo Wren 482": what the person is called until the name is');
    const gaps = [{ agency: 'police', closed: ['full-name'], open: 6 }];
    expect(gapLines(told(offer, { gaps }), labels, PLAIN)).toEqual([
      '           gap      Name: no gap any more for Wealdmere Police; 6 still open',
      '                    there',
    ]);
    expect(gapLines(told(offer), labels, PLAIN)).toEqual([]);
  });

  it('says of an identity notice without items that the other only learns that it is confirmed', () => {
    const merge = { at: 95, by: police, do: 'merge-identity', items: [], line: 1, index: 0 } as const;
    const notice = { ...parcel, event: 'identified', items: [], left: [], notAllowed: [], unsaid: [] };
    expect(text(told(merge, { parcels: [notice] }))).toContain('identity only that it is confirmed');
  });

  it('shows both words where a code has another word on the other side, and what is lost', () => {
    const own = { word: 'HBPoS admission', relationship: 'source-is-narrower-than-target' } as const;
    const lossy = {
      code: 'place-of-safety-admission',
      label: 'Place of safety space',
      sender: { word: '136 suite request', relationship: 'equivalent' },
      receiver: own,
      lossy: true,
      sentence: 'Your own word is narrower than the shared term.',
    } as unknown as Parcel['lossy'][number];
    const lines = text(told(offer, { parcels: [{ ...parcel, lossy: [lossy] }] }));
    expect(lines.replace(/\s+/g, ' ')).toContain(
      'words "136 suite request" is there "HBPoS admission" [place-of-safety-admission]. Your own word is narrower',
    );
  });

  it('tells with its items what a service had kept and now sends by itself', () => {
    const item = {
      code: 'phone',
      state: 'known',
      sourcekind: 'person',
      rule: 'r',
      stage: 'accepted',
      commitment: 'c',
    };
    const entry = {
      event: {
        id: 'e',
        source: '/police/control-room',
        type: 'concordat.task.informed.v1',
        data: { items: [item] },
      },
      content: { items: [{ salt: 's', value: '07700 900461' }] },
      sequence: 2 ** 40 + 32,
    } as unknown as FeedEvent;
    expect(ownActLines(entry, { task: 'T1', start: START }, { labels, look: PLAIN })).toEqual([
      '       > Wealdmere Police, control room: what it kept for this stage of T1 goes',
      '         by itself (no. 32 of epoch 1)',
      '           value    Phone and safe times to call: "07700 900461"',
    ]);
    const data = { identity: 'confirmed' };
    const passedOn = {
      ...entry,
      event: { ...entry.event, type: 'concordat.task.identified.v1', data },
      content: {},
    };
    expect(
      ownActLines(
        passedOn as unknown as FeedEvent,
        { task: 'T1', start: START },
        { labels, look: PLAIN },
      ).join(' '),
    ).toContain('passes on, on T1, only that the');
  });

  it.each<[string, object, string]>([
    [
      'expired',
      { outcome: 'not-practicable' },
      'nobody answered T1 in time, which is recorded as not practicable',
    ],
    ['overdue', { deadline: 'start' }, 'T1: the work has not begun in time'],
    [
      'overdue',
      { deadline: 'clock', clock: 's136-detention', percent: 75 },
      'clock s136 detention is 75 % gone',
    ],
    ['overdue', { deadline: 'clock', clock: 's136-detention', percent: 100 }, 'clock s136 detention is over'],
    [
      'escalated',
      { to: [{ agency: 'police', unit: 'duty-inspector' }], why: 'no-response' },
      'calls in Wealdmere Police, duty inspector on T1: no response',
    ],
    ['handover-lapsed', {}, 'nobody answered the handover on T1 in time: nothing passes'],
    ['cancelled', { reason: 'not-selected' }, 'withdraws T1: not selected'],
    ['answered-late', { answer: 'accepted' }, 'the answer on T1 came too late'],
    ['requested', {}, 'asks again by itself (T1)'],
    ['clock-told', { clocks: [{ code: 's136-detention', waitingsince: START }] }, 'waits for its start'],
    [
      'clock-told',
      {
        clocks: [
          { code: 's136-detention', startedat: '2031-01-17T22:34:00Z', dueat: '2031-01-18T22:34:00Z' },
        ],
      },
      'runs since minute 52, until minute 1492',
    ],
    [
      'clock-told',
      {
        clocks: [{ code: 's136-detention', endedat: '2031-01-17T22:34:00Z', endreason: 'application-made' }],
      },
      'ended at minute 52: application made',
    ],
  ])('tells what a service said by itself: %s %j', (type, data, words) => {
    const entry = {
      event: {
        ...{ subject: 't', taskversion: 2, time: START, caseid: 'c', mode: 'exercise', data },
        ...{ type: `concordat.task.${type}.v1`, source: '/police/control-room' },
      },
      content: {},
      sequence: 2 ** 40 + 33,
    } as unknown as FeedEvent;
    const look: Look = { width: 200, colour: false };
    const [line] = ownActLines(entry, { task: 'T1', minute: 76, start: START }, { labels, look });
    expect(line).toMatch(/^ {7}> at minute 76, Wealdmere Police, control room: .* \(no\. 33 of epoch 1\)$/);
    expect(line).toContain(words);
  });

  it('uses colours only where it is told to', () => {
    expect(text(told(offer, { parcels: [parcel] }))).not.toContain('\u001b');
    expect(text(told(offer, { parcels: [parcel] }), { width: 80, colour: true })).toContain('\u001b[32m');
  });
});
