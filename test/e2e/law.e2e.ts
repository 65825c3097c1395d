import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharedCounty } from '../support/county.js';
import { Desk, type EventShown } from '../support/e2e-desk.js';
import { FOR_A_SUITE, eventOn, known } from '../support/e2e-sharing.js';

const county = sharedCounty();
let police: Desk;
let trust: Desk;

beforeAll(async () => {
  await county.open();
  police = new Desk(county.here().agency('police').door, 'control-room', 'PC 4417');
  trust = new Desk(county.here().agency('mh-trust').door, 'street-triage', 'nurse 3');
}, 180_000);
afterAll(county.close, 60_000);

interface Warning {
  readonly code: string;
  readonly says: string;
  readonly source: string;
}

const warningsIn = (answer: object): readonly Warning[] =>
  (answer as { readonly warnings?: readonly Warning[] }).warnings ?? [];
const codesIn = (answer: object): readonly string[] => warningsIn(answer).map(({ code }) => code);
const recordedIn = ({ event }: EventShown): unknown => event.data['warnings'];

const consultation = (placeType: string, more: object = {}) => ({
  kind: 's136-consultation',
  items: [
    known('presenting-situation', 'shouting at the neighbours'),
    known('risk-to-self', 'high'),
    known('place-type', placeType),
  ],
  ...more,
});

describe('a step at which a rule of law warns', () => {
  it('is taken all the same; its sender is told why, and both parties find recorded that the bus warned', async () => {
    const asked = await police.asks('mh-trust/street-triage', consultation('home'));
    const [warning, ...more] = warningsIn(asked);
    expect([warning?.code, more]).toEqual(['s136-not-in-a-home', []]);
    expect(warning?.says).toMatch(/^Section 136 is not for a house/);
    expect(warning?.source).toContain('legislation.gov.uk');
    for (const desk of [police, trust]) {
      const shown = await eventOn(desk, asked.taskId, 'requested');
      expect(recordedIn(shown)).toEqual(['s136-not-in-a-home']);
      expect(warningsIn(shown)).toEqual([warning]);
    }
    await trust.does('accept', asked.taskId);
  }, 60_000);

  it('is not read out of free words', async () => {
    const asked = await police.asks('mh-trust/street-triage', consultation('in his flat, at home'));
    expect(asked).not.toHaveProperty('warnings');
    expect((await eventOn(trust, asked.taskId, 'requested')).event.data).not.toHaveProperty('warnings');
  }, 60_000);

  it('is warned of before it is taken, in the dry run, which stores nothing', async () => {
    const { status, body } = await police.post(
      '/tasks/explain',
      police.body({
        ...consultation('home'),
        mode: 'exercise',
        to: { agency: 'mh-trust', unit: 'street-triage' },
      }),
    );
    expect([status, codesIn(body)]).toEqual([200, ['s136-not-in-a-home']]);
  }, 60_000);
});

describe('a value of the own file on which a warning rests', () => {
  it('warns its own agency, and leaves no trace of itself in the event where it may not go', async () => {
    const items = [...FOR_A_SUITE, known('place-type', 'home')];
    const opened = await police.post('/cases', { unit: 'control-room', mode: 'exercise', items });
    const { caseId } = opened.body as { readonly caseId: string };
    const asked = await police.asks('mh-trust/suite-north', {
      kind: 'place-of-safety-admission',
      caseId,
      fromCase: true,
    });
    expect(codesIn(asked)).toEqual(['s136-not-in-a-home', 's136-consult-first']);
    const shown = await eventOn(trust, asked.taskId, 'requested');
    expect(recordedIn(shown)).toEqual(['s136-consult-first']);
    expect(JSON.stringify(shown.event)).not.toContain('home');
  }, 60_000);
});

describe('a decline of what was asked for somebody', () => {
  const asks = (ageBand: string) =>
    trust.asks('police/control-room', {
      kind: 'welfare-check',
      items: [
        known('exact-location', '4 Mill Lane'),
        known('presenting-situation', 'not seen since the morning'),
        known('risk-to-self', 'high'),
        known('alias', 'Delta Osprey'),
        known('age-band', ageBand),
      ],
    });
  const declined = async (taskId: string) => {
    // The desk of the control room is always staffed, so its service says by itself that the request was seen.
    await police.sees(taskId, 'received');
    return police.does('reject', taskId, {
      reason: 'threshold-not-met',
      fact: 'seen at noon by a neighbour',
    });
  };

  it('is warned of for a child, by what was told with the request', async () => {
    const { taskId } = await asks('13-15');
    expect(codesIn(await declined(taskId))).toEqual(['rcrp-not-for-children']);
    expect(recordedIn(await eventOn(trust, taskId, 'rejected'))).toEqual(['rcrp-not-for-children']);
  }, 60_000);

  it('is not warned of for an adult', async () => {
    const { taskId } = await asks('18-64');
    expect(codesIn(await declined(taskId))).toEqual([]);
  }, 60_000);
});
