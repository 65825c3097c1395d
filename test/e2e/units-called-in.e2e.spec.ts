import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDoors } from '../support/bound-systems.js';
import { countyOf } from '../support/county.js';
import { Desk } from '../support/e2e-desk.js';
import { Listener } from '../support/e2e-feed.js';
import { faultsOf } from '../support/e2e-http.js';
import { until } from '../support/waiting.js';

const county = countyOf();
let police: Desk;
let ambulance: Desk;
/** Systems of the ambulance service: of its crews, and of its clinical desk. */
let crew: Desk;
let clinical: Desk;

const SYSTEMS = [
  { name: 'crews', units: ['crew'] },
  { name: 'clinical', units: ['clinical-desk'] },
];
const ESCALATED = { to: [{ agency: 'ambulance', unit: 'crew' }] };

const asks = (unit: string, more: object = {}) => police.asks(`ambulance/${unit}`, more);

beforeAll(async () => {
  await county.open();
  const [crewDoor, clinicalDoor] = await openDoors(county.here(), 'ambulance', SYSTEMS);
  police = new Desk(county.here().agency('police').door, 'control-room', 'PC 4417');
  ambulance = new Desk(county.here().agency('ambulance').door, 'emergency-operations-centre', 'desk 4');
  crew = new Desk(crewDoor as NonNullable<typeof crewDoor>, 'crew', 'crew 12');
  clinical = new Desk(clinicalDoor as NonNullable<typeof clinicalDoor>, 'clinical-desk', 'nurse 3');
}, 180_000);
afterAll(county.close, 60_000);

describe('an escalation', () => {
  it('shows the task to the unit that is called in from then on, and calls a person there', async () => {
    const { taskId, eventId } = await asks('clinical-desk', { note: 'nobody answers' });
    const feed = await Listener.open(crew.door);
    await clinical.sees(taskId, 'received');
    faultsOf(await crew.get(`/tasks/${taskId}`), 404, 'TASK_UNKNOWN');
    const called = await police.does('escalate', taskId, ESCALATED);
    await feed.hears(called.eventId);
    expect(feed.of(taskId).map(({ type }) => type.split('.')[2])).toEqual(['escalated']);
    const { body } = await crew.get('/tasks');
    expect(body['tasks']).toMatchObject([{ taskId }]);
    const [first, , last] = await crew.events(taskId, 3);
    expect([first?.eventId, first?.content.note, last?.eventId]).toEqual([
      eventId,
      'nobody answers',
      called.eventId,
    ]);
    const alerts = async (desk: Desk, query = '') =>
      (await desk.get(`/notices?kind=escalated${query}`)).body['notices'] as readonly object[];
    expect(await alerts(crew)).toMatchObject([
      { taskId, eventId: called.eventId, to: 'ambulance', toUnit: 'crew', detail: { why: 'requested' } },
    ]);
    expect(await alerts(clinical)).toEqual([]);
    expect(await alerts(ambulance)).toEqual(await alerts(police));
    await clinical.does('acknowledge', taskId, { events: [called.eventId] });
    expect(await alerts(crew, '&open=true')).toHaveLength(1);
    await crew.does('acknowledge', taskId, { events: [called.eventId] });
    await until('it is closed at both', async () => {
      const open = await Promise.all([crew, police].map((desk) => alerts(desk, '&open=true')));
      return open.every((rows) => rows.length === 0);
    });
    await crew.does('accept', taskId);
    await clinical.sees(taskId, 'accepted');
    feed.close();
  }, 60_000);
});

describe('silence', () => {
  /** Nobody was considering it when half of the time had passed. */
  const LATE = ['overdue ambulance/crew', 'overdue police/control-room'];

  it('calls who asked, and the next level of both at their very units, the same at both agencies', async () => {
    const decideBy = new Date(Date.now() + 2_000).toISOString();
    const { taskId } = await asks('crew', { decideBy });
    const alerts = async (desk: Desk) =>
      (await desk.get(`/tasks/${taskId}/notices`)).body['notices'] as {
        kind: string;
        eventId: string;
        to: string;
        toUnit: string;
        closedAt?: string;
      }[];
    const told = (rows: Awaited<ReturnType<typeof alerts>>) =>
      rows.map(({ kind, to, toUnit }) => `${kind} ${to}/${toUnit}`);
    await until('the next level is called in', async () => (await alerts(police)).length === 5);
    expect(told(await alerts(police))).toEqual([
      ...LATE,
      'expired police/control-room',
      'escalated ambulance/clinical-desk',
      'escalated police/duty-inspector',
    ]);
    await until('ambulance has the same', async () => {
      const [here, there] = await Promise.all([alerts(police), alerts(ambulance)]);
      expect(there).toEqual(here);
      return true;
    });
    expect(told(await alerts(crew))).toEqual([...LATE, 'expired police/control-room']);
    expect(told(await alerts(clinical))).toEqual([
      ...LATE,
      'expired police/control-room',
      'escalated ambulance/clinical-desk',
    ]);
    const expired = (await alerts(police)).find(({ kind }) => kind === 'expired');
    await crew.does('acknowledge', taskId, { events: [expired?.eventId] });
    await police.does('acknowledge', taskId, { events: [expired?.eventId] });
    await until('it is closed at both', async () => {
      const [here, there] = await Promise.all([alerts(police), alerts(ambulance)]);
      expect(there).toEqual(here);
      return here.find(({ kind }) => kind === 'expired')?.closedAt;
    });
  }, 60_000);
});
