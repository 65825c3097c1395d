import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silent, type Say } from '../../apps/stack/src/cli/say.js';
import { rehearse } from '../../apps/stack/src/rehearsal/rehearse.js';
import { readScenario, shippedScenario } from '../../apps/stack/src/rehearsal/scenario.js';
import type { RehearsalResult } from '../../apps/stack/src/rehearsal/told.js';
import { County } from '../support/county.js';

const AGENCIES = ['police', 'ambulance', 'mh-trust', 'social-care', 'acute-hospital'];

const HEAD = `meta: {id: small, title: Small}
start: "2031-01-17T21:42:00Z"
agencies: [police, ambulance]
persons: [{id: P1, truth: {phone: "07700 900461"}}]
steps:
  - {at: 0, by: police/control-room, do: open-case, case: K1, items: {exact-location: {state: known, value: "West pier"}}}
  - {at: 1, by: police/control-room, do: offer, task: T1, kind: emergency-medical-response, to: ambulance/emergency-operations-centre}
`;

let county: County;
beforeAll(async () => {
  county = await County.open({ agencies: AGENCIES });
}, 180_000);
afterAll(async () => {
  await county?.close();
}, 60_000);

async function play(
  file: string,
  strict = false,
): Promise<RehearsalResult & { readonly lines: readonly string[] }> {
  const lines: string[] = [];
  const say: Say = { ...silent, line: (text) => void lines.push(text) };
  const result = await rehearse({ scenario: readScenario(file), system: county.stack.system, say, strict });
  return { ...result, lines };
}

function playSteps(steps: string): ReturnType<typeof play> {
  const file = join(county.home.dir, 'small.yaml');
  writeFileSync(file, HEAD + steps);
  return play(file);
}

describe('a rehearsal on the running system', () => {
  it('plays the case of the unknown man on a bridge, and the audit log shows who told whom what', async () => {
    const { passed, failures, tasks, audited, lines, notPlayed, judged, questions } = await play(
      shippedScenario('01-unknown-person-on-bridge'),
      true,
    );
    expect([failures, notPlayed]).toEqual([[], []]);
    expect(passed).toBe(true);
    const ends = Object.fromEntries(tasks.map(({ local, task }) => [local, task.outcome ?? task.status]));
    expect(ends).toMatchObject({
      T1: 'discharged-at-scene',
      T2: 'advice-given',
      T3: 'cancelled',
      T5: 'accepted',
      T6: 'in-progress',
      T7: 'no-application-alternative',
    });
    expect(tasks.map(({ task }) => [task.mode, task.exercise === undefined])).toEqual(
      tasks.map(() => ['exercise', false]),
    );
    expect(audited?.leaves).toBeGreaterThan(20);
    expect(audited?.checkpoint?.size).toBeGreaterThanOrEqual(audited?.leaves ?? 0);
    const text = lines.join('\n');
    expect(text).toContain("Marlow's End footbridge, west");
    expect(text).toContain('[searched-not-found]');
    expect(text).toContain('what it kept for this stage of T5 goes by itself');
    expect(text).toContain('only that the identity is confirmed');
    expect(text).toContain('no gap any more for Wealdmere Police');
    expect(text).toContain('The script leaves it unanswered until minute 36');
    expect(text).toMatch(/nobody answered T3 in\s+time/);
    expect(judged).toBeGreaterThan(75);
    expect(questions.join(' ')).not.toMatch(/alias is made|never saw diagnosis|1440-minute clock/);
  }, 180_000);

  it('plays the case without a bed to its end: silence, a need that all decline, clocks, handovers and a request that is made again', async () => {
    const { passed, failures, notPlayed, lines, judged, questions, tasks } = await play(
      shippedScenario('03-s136-no-bed'),
      true,
    );
    expect([failures, notPlayed]).toEqual([[], []]);
    expect([passed, lines.at(-1)]).toEqual([true, 'PASSED']);
    expect(judged).toBeGreaterThan(70);
    const ends = Object.fromEntries(tasks.map(({ local, task }) => [local, task.outcome ?? task.status]));
    expect(ends).toMatchObject({
      T1: 'not-practicable',
      'T2/suite-north': 'rejected',
      'T2/suite-south': 'rejected',
      'T2/suite-east': 'rejected',
      T4: 'accepted',
      T5: 'rejected',
      'T5 (2)': 'application-made',
      T8: 'conveyed',
    });
    const text = lines.join('\n').replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/at minute 1121, [^>]*the time of the clock s136 detention is 75 % gone/);
    expect(text).toContain('police, who answers for the person, offers it first');
    expect(text).toContain('asks again by itself (T5 (2))');
    expect(text).toContain('It joins the need of T2');
    expect(questions.join('\n')).not.toMatch(/exactly one owner|Remaining time|started once/);
  }, 180_000);

  it('passes a step that is refused as it should be, and goes on', async () => {
    const { passed, failures, told, lines } = await playSteps(`
  - {at: 2, by: ambulance/crew, do: decline, task: T1, reason: closed, expect: "REFUSED: not a reason for this kind"}
  - {at: 3, by: ambulance/crew, do: accept, task: T1}
  - {at: 4, by: police/response, do: give-info, items: {phone: {state: known}, mh-history: {state: known, value: "none"}}}
  - {at: 5, by: police/response, do: withhold, task: T1, items: {worker-safety-warning: {state: withheld}}}
  - {at: 6, by: police/response, do: cancel, task: T1}
`);
    expect(failures).toEqual([]);
    expect(passed).toBe(true);
    expect(told.map(({ fate }) => fate)).toEqual([
      'played',
      'played',
      'refused-as-expected',
      'played',
      'played',
      'played',
      'played',
    ]);
    const parcels = told.flatMap((one) => one.parcels);
    const info = parcels.find(({ items }) => items.some(({ code }) => code === 'phone'));
    expect(info?.items.map(({ code, value }) => [code, value])).toEqual([['phone', '07700 900461']]);
    expect(info?.notAllowed).toEqual([{ code: 'mh-history', why: 'no-agreement' }]);
    expect(parcels.flatMap(({ items }) => items)).toContainEqual(
      expect.objectContaining({ code: 'worker-safety-warning', state: 'withheld', absent: 'masked' }),
    );
    expect(lines.join('\n')).toContain('refused, as it should be');
  }, 60_000);

  it('fails with a clear sentence when a step is refused that should not be, or taken that should be refused', async () => {
    const { passed, failures } = await playSteps(`
  - {at: 2, by: ambulance/crew, do: complete, task: T1, outcome: conveyed}
  - {at: 3, by: ambulance/crew, do: accept, task: T1, expect: "REFUSED"}
`);
    expect(passed).toBe(false);
    expect(failures).toHaveLength(2);
    expect(failures[0]).toMatch(
      /^Minute 2, complete: The step is not possible while the task is in this status\./,
    );
    expect(failures[1]).toBe('Minute 3, accept: The system should have refused this step, and took it.');
  }, 60_000);

  it('fails for each assertion that does not hold, with its line, what was expected and what was found', async () => {
    const wrong = [
      '{shown: exact-location, to: ambulance, task: T1, as: withheld}',
      '{hidden: exact-location, from: ambulance, task: T1}',
      '{never_told: exact-location, to: ambulance}',
      '{waits: exact-location, task: T1, for: accepted}',
      '{gap: exact-location, of: police}',
      '{gap: physical-red-flags, of: police, asked: ambulance}',
      '{no_gap: physical-red-flags, of: police}',
      '{person: confirmed, at: police}',
      '{person: alias-only, at: police, alias: false}',
      '{age: none, at: police}',
      '{stands: exact-location, at: police, as: conflicting}',
      '{told: identified, to: ambulance, task: T1, items: []}',
      '{purpose: find-person, basis: direct-care, task: T1}',
      '{stopped: exact-location, to: ambulance, task: T1, why: no-agreement}',
      '{noted: a helicopter, at: police}',
      '{shown: exact-location, to: mh-trust, task: T1, as: value}',
      '{owner: T1, is: ambulance}',
      '{responsible: T1, is: police}',
      '{status: T1, is: completed}',
      '{open_offer: T1, to: ambulance/crew}',
      '{closed: T1}',
      '{deadline: decide, task: T1, remaining: 50}',
      '{clock: s136-detention, in: police, remaining: 5}',
      '{started_once: s136-detention}',
      '{escalated: T1, to: police/duty-inspector}',
      '{slot: amhp, task: T1, is: filled}',
      '{promise: T1, is: open}',
      '{warned: s136-not-in-a-home, task: T1}',
      '{declines: 3}',
      '{expiries: 2}',
    ];
    const { passed, failures, judged } = await playSteps(
      `  - {at: 2, by: police/control-room, do: note, value: looks, assert: [${wrong.join(', ')}]}\n`,
    );
    expect([passed, judged]).toEqual([false, wrong.length]);
    expect(failures).toHaveLength(wrong.length);
    for (const failure of failures)
      expect(failure).toMatch(/^Minute 2, note: Line 8: expected .+; found: .+\.$/);
    expect(failures.join('\n')).not.toContain('West pier');
  }, 200_000);

  it('takes a step only when it is refused with the code that was expected', async () => {
    const { passed, failures } = await playSteps(`
  - {at: 2, by: ambulance/crew, do: decline, task: T1, reason: closed, assert: {refused: REASON_NOT_ALLOWED}}
  - {at: 3, by: ambulance/crew, do: decline, task: T1, reason: closed, assert: {refused: NOT_THE_PERFORMER}}
`);
    expect(passed).toBe(false);
    expect(failures).toEqual([
      'Minute 3, decline: Line 10: expected refused: NOT_THE_PERFORMER; found: REASON_NOT_ALLOWED.',
    ]);
  }, 60_000);

  it('corrects what was told, and the notice at the other agency can be judged', async () => {
    const { failures, told } = await playSteps(`
  - {at: 2, by: police/control-room, do: correct, items: {exact-location: {state: known, value: "East pier"}}, assert: [{told: corrected, to: ambulance, task: T1, items: [exact-location]}, {stands: exact-location, at: ambulance, as: known}]}
  - {at: 3, by: police/control-room, do: correct, task: T1, items: {exact-location: {state: known, value: "North pier"}}, assert: {told: corrected, to: ambulance, task: T1, items: [exact-location]}}
`);
    expect(failures).toEqual([]);
    expect(told.slice(-2)).toMatchObject([
      { fate: 'played', judged: 2 },
      { fate: 'played', judged: 1, parcels: [{ event: 'corrected' }] },
    ]);
  }, 60_000);
});
