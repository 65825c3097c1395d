import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharedCounty } from '../support/county.js';
import { call } from '../support/county-client.js';
import { Desk } from '../support/e2e-desk.js';
import { faultsOf } from '../support/e2e-http.js';
import { until } from '../support/waiting.js';

const AGENCIES = ['police', 'ambulance', 'mh-trust', 'social-care', 'acute-hospital', 'voluntary'];
const county = sharedCounty(AGENCIES);
let police: Desk;
let ambulance: Desk;
let suite: Desk;
let amhp: Desk;

beforeAll(async () => {
  await county.open();
  const at = (agency: string, unit: string) => new Desk(county.here().agency(agency).door, unit, 'staff 1');
  police = at('police', 'control-room');
  ambulance = at('ambulance', 'emergency-operations-centre');
  suite = at('mh-trust', 'health-based-place-of-safety');
  amhp = at('social-care', 'amhp-service');
}, 180_000);
afterAll(county.close, 60_000);

interface Clock {
  readonly code: string;
  readonly startedAt?: string;
  readonly dueAt?: string;
  readonly endedAt?: string;
  readonly endReason?: string;
  readonly remainingMinutes?: number;
}

const S136 = 's136-detention';

/** The clock as an agency shows it in the case, once it is so. */
const shows = (desk: Desk, caseId: string, what: Partial<Clock>): Promise<Clock> =>
  until(`${desk.unit} shows the clock as ${JSON.stringify(what)}`, async () => {
    const { body } = await desk.get(`/cases/${caseId}`);
    const clock = (body['clocks'] as readonly Clock[] | undefined)?.find(({ code }) => code === S136);
    if (!clock) throw new Error(JSON.stringify(body['clocks']));
    expect(clock).toMatchObject(what);
    return clock;
  });

async function minute(exercise: string, minutes: number): Promise<string> {
  const at = new Date(Date.parse('2031-03-21T23:05:00Z') + minutes * 60_000).toISOString();
  const set = await call(county.here().stack.system.keeper, 'PUT', `/exercises/${exercise}/clock`, {
    body: { at },
  });
  expect(set.status).toBe(200);
  for (const agency of county.here().agencies)
    await until(`${agency.code} has the time`, async () => {
      const { body } = await agency.get(`/exercises/${exercise}`);
      return body['sequence'] === set.body['sequence'];
    });
  return at;
}

const LACKING = [
  ...['age-band', 'presenting-situation', 'risk-to-self', 'risk-to-others', 'substance-now'],
  ...['physical-red-flags', 'exact-location', 'mha-status', 'full-name', 'date-of-birth', 'area'],
].map((code) => ({ code, state: 'unknown', absent: 'not-asked' }));

const told = { items: LACKING, ifNotAllowed: 'leave-out' };

describe('the clock of a detention', () => {
  it('starts once, travels with the person to every agency that works for them, warns, and ends with the application', async () => {
    const exercise = randomUUID();
    await minute(exercise, 0);
    const asks = (desk: Desk, to: string, kind: string, caseId?: string) =>
      desk.asks(to, { kind, exercise, ...told, ...(caseId && { caseId }), decideWithinMinutes: 4_000 });
    const { taskId: place, caseId } = await asks(
      police,
      'mh-trust/health-based-place-of-safety',
      'place-of-safety-admission',
    );
    const { taskId: ride } = await asks(
      police,
      'ambulance/emergency-operations-centre',
      's136-conveyance',
      caseId,
    );
    const clocks = `/cases/${caseId}/clocks`;

    // The power is used: the clock waits for the arrival, and everybody who works on it knows.
    expect((await police.post(clocks, police.body({ clock: S136, waits: true }))).status).toBe(200);
    for (const desk of [police, ambulance, suite]) {
      const { startedAt, remainingMinutes } = await shows(desk, caseId, { code: S136 });
      expect([startedAt, remainingMinutes]).toEqual([undefined, undefined]);
    }

    // It starts at the place of safety, and the police carry it to the ambulance, whom the suite does not know.
    await suite.does('accept', place);
    // At a staffed desk the service itself says that somebody considers it.
    await ambulance.sees(ride, 'received');
    await ambulance.does('accept', ride);
    const arrival = await minute(exercise, 41);
    expect((await suite.post(clocks, suite.body({ clock: S136 }))).status).toBe(200);
    for (const desk of [suite, police, ambulance])
      await shows(desk, caseId, { startedAt: arrival, remainingMinutes: 1440 });

    // Nobody starts it a second time, wherever they learned of it.
    await minute(exercise, 50);
    for (const desk of [ambulance, suite]) {
      const again = await desk.post(clocks, desk.body({ clock: S136 }));
      expect([again.status, again.body['code']]).toEqual([409, 'CLOCK_RUNNING']);
      expect(again.body['because']).toEqual({ startedAt: arrival });
    }

    // A new task of the case learns of it by itself.
    const { taskId: assessment } = await asks(suite, 'social-care/amhp-service', 'mha-assessment', caseId);
    await shows(amhp, caseId, { startedAt: arrival, remainingMinutes: 1431 });

    // For want of a bed it is not made longer; the attempt stands in the file.
    const longer = await suite.post(`${clocks}/${S136}/extend`, suite.body({ reason: 'no-bed' }));
    faultsOf(longer, 422, 'EXTENSION_REASON_NOT_ALLOWED');
    expect(longer.body['because']).toMatchObject({
      warnings: [{ code: 's136-extension-for-condition-only' }],
    });
    const { body: file } = await suite.get(`/cases/${caseId}`);
    expect(JSON.stringify(file['entries'])).toContain('s136-detention: EXTENSION_REASON_NOT_ALLOWED; no-bed');

    // At three quarters and nine tenths everybody is warned, on every open task, once.
    await minute(exercise, 41 + 1297);
    for (const [desk, taskId] of [
      [suite, place],
      [amhp, assessment],
    ] as const) {
      const missed = await until('both warnings', async () => {
        const { body } = await desk.get(`/tasks/${taskId}`);
        const { missed: keys = [] } = body['task'] as { missed?: readonly string[] };
        const warned = keys.filter((key) => key.startsWith('clock'));
        return warned.length >= 2 && warned;
      });
      expect(missed).toEqual([`clock ${S136} 75`, `clock ${S136} 90`]);
    }

    // The application ends it.
    await amhp.does('accept', assessment, {
      slots: [
        { slot: 'amhp', state: 'filled' },
        { slot: 's12-doctor', state: 'filled' },
      ],
    });
    await amhp.does('complete', assessment, { outcome: 'application-made' });
    for (const desk of [amhp, suite, police])
      await shows(desk, caseId, { startedAt: arrival, endReason: 'application-made', remainingMinutes: 143 });
  }, 150_000);

  it('of an unknown name or in an unknown case is refused with its place', async () => {
    const { caseId } = await police.asks('ambulance/crew', told);
    const wrong = await police.post(`/cases/${caseId}/clocks`, police.body({ clock: 'egg-timer' }));
    expect(faultsOf(wrong, 422, 'BAD_CONTENT')).toEqual(['UNKNOWN_CLOCK /clock']);
    const nowhere = await police.post(`/cases/${randomUUID()}/clocks`, police.body({ clock: S136 }));
    expect(nowhere.status).toBe(404);
    const never = await police.post(
      `/cases/${caseId}/clocks/${S136}/extend`,
      police.body({ reason: 'intoxicated' }),
    );
    expect([never.status, never.body['code']]).toEqual([409, 'CLOCK_NOT_RUNNING']);
  }, 60_000);
});
