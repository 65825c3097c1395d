import { describe, expect, it } from '@jest/globals';
import { loadDirectory } from '#directory';
import { labelsOf } from './labels.js';
import type { Look } from './look.js';
import type { Step } from './steps.js';
import { stepLines } from './timeline.js';
import type { Parcel, Told } from './told.js';

const labels = labelsOf(loadDirectory());
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
  left: ['phone'],
  notAllowed: ['mh-history'],
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
      '           later    Phone and safe times to call: stays here, not for this stage',
      '                    of this task',
      '           left out Mental-health history and diagnosis: no rule lets it travel',
      '                    on this task now',
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

  it('uses colours only where it is told to', () => {
    expect(text(told(offer, { parcels: [parcel] }))).not.toContain('\u001b');
    expect(text(told(offer, { parcels: [parcel] }), { width: 80, colour: true })).toContain('\u001b[32m');
  });
});
