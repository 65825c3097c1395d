import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { sharedCounty } from '../support/county.js';
import { Desk, type Recorded } from '../support/e2e-desk.js';
import { faultsOf, type Exchange } from '../support/e2e-http.js';
import { until } from '../support/waiting.js';

const county = sharedCounty();
let police: Desk;
let ambulance: Desk;
let asked: Recorded;

beforeAll(async () => {
  await county.open();
  police = new Desk(county.here().agency('police').door, 'control-room', 'PC 4417');
  ambulance = new Desk(county.here().agency('ambulance').door, 'crew', 'crew 12');
  // Other suites of this county come first: it has to stay open until then.
  asked = await police.asks('ambulance/crew', { decideWithinMinutes: 60 });
  await ambulance.sees(asked.taskId, 'requested');
}, 180_000);
afterAll(county.close, 60_000);

interface Row {
  readonly taskId: string;
  readonly level: string;
  readonly pressing: readonly { readonly reason: string; readonly what?: string; readonly count?: number }[];
  readonly [name: string]: unknown;
}

const rowOf = async (desk: Desk, { taskId }: Pick<Recorded, 'taskId'>): Promise<Row | undefined> =>
  ((await desk.get('/board')).body['rows'] as readonly Row[]).find((row) => row.taskId === taskId);
const reasons = (row: Row | undefined): readonly string[] =>
  (row?.pressing ?? []).map(({ reason }) => reason);

describe('a board', () => {
  it('shows a new request to both sides: who is asked has to answer, who asked waits', async () => {
    const [ours, theirs] = [await rowOf(police, asked), await rowOf(ambulance, asked)];
    expect(theirs).toMatchObject({
      level: 'now',
      sides: ['performer'],
      status: 'requested',
      kind: { code: 'emergency-medical-response' },
      asker: { agency: 'police', unit: 'control-room' },
      unsent: [],
    });
    expect(reasons(theirs)).toContain('unanswered');
    expect(ours).toMatchObject({ sides: ['asker'], version: theirs?.['version'] });
    expect(['soon', 'watch']).toContain(ours?.level);
  });

  it('says what is not known once somebody works on it, and no longer shows what is over', async () => {
    const task = await police.asks('ambulance/crew');
    await ambulance.sees(task.taskId, 'requested');
    await ambulance.does('accept', task.taskId);
    await ambulance.sees(task.taskId, 'accepted');
    const gaps = (await rowOf(ambulance, task))?.pressing.find(({ reason }) => reason === 'gaps');
    expect(gaps?.count).toBeGreaterThan(0);
    await police.sees(task.taskId, 'accepted');
    await police.does('cancel', task.taskId, { reason: 'no-longer-needed' });
    await ambulance.sees(task.taskId, 'cancelled');
    expect(await rowOf(ambulance, task)).toBeUndefined();
  });

  it('keeps a declined task on the asker’s board until somebody has seen it', async () => {
    const task = await police.asks('ambulance/crew');
    await ambulance.sees(task.taskId, 'requested');
    await ambulance.does('reject', task.taskId, { reason: 'already-in-hand', fact: 'a crew is there' });
    await police.sees(task.taskId, 'rejected');
    const row = await rowOf(police, task);
    expect(row).toMatchObject({ level: 'now', pressing: [{ reason: 'notice', what: 'declined' }] });
    expect(await rowOf(ambulance, task)).toBeUndefined();
    await police.does('acknowledge', task.taskId, { events: row?.['unseen'] });
    await until('nobody has to look at it', async () => (await rowOf(police, task)) === undefined);
  });

  it('puts the most pressing first, and counts', async () => {
    const { body } = await ambulance.get('/board');
    const levels = (body['rows'] as readonly Row[]).map(({ level }) => ORDER.indexOf(level));
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(Object.values(body['counts'] as Record<string, number>).reduce((sum, one) => sum + one, 0)).toBe(
      levels.length,
    );
    expect(body).toMatchObject({ agency: 'ambulance', brokerUp: true, alarm: null });
  });

  it('takes a telephone call only for what was not sent', async () => {
    const bad = await police.post(`/messages/${randomUUID()}/telephoned`, police.body());
    expect(faultsOf(bad, 404, 'MESSAGE_UNKNOWN')).toEqual([]);
    const sent = await police.post(`/messages/${asked.eventId}/telephoned`, police.body());
    expect(faultsOf(sent, 404, 'MESSAGE_UNKNOWN')).toEqual([]);
  });
});

const ORDER = ['telephone', 'now', 'soon', 'watch', 'none'];

describe('what can be done on a task', () => {
  const steps = (exchange: Exchange) =>
    exchange.body['steps'] as readonly {
      readonly step: string;
      readonly path: string;
      readonly reasons?: readonly object[];
    }[];
  const names = (exchange: Exchange): readonly string[] => steps(exchange).map(({ step }) => step);

  it('is told to each side, with the reasons and the facts that they demand', async () => {
    const theirs = await ambulance.get(`/tasks/${asked.taskId}/steps?unit=crew`);
    expect(names(theirs)).toEqual([
      'receive',
      'accept',
      'reject',
      'counter',
      'inform',
      'promise',
      'escalate',
    ]);
    const reject = steps(theirs).find(({ step }) => step === 'reject');
    expect(reject?.reasons).toContainEqual(
      expect.objectContaining({ code: 'already-in-hand', needs: [['reference', 'text']] }),
    );
    const ours = await police.get(`/tasks/${asked.taskId}/steps?unit=control-room`);
    expect(names(ours)).toEqual(['inform', 'promise', 'escalate', 'cancel', 'enter-in-error']);
  });

  it('can be done at the address that is told, and is then no longer offered', async () => {
    const receive = steps(await ambulance.get(`/tasks/${asked.taskId}/steps?unit=crew`))[0];
    expect((await ambulance.post(receive?.path ?? '', ambulance.body())).status).toBe(200);
    expect(names(await ambulance.get(`/tasks/${asked.taskId}/steps?unit=crew`))).not.toContain('receive');
  });

  it('is told of no task of others, and to no unit that is none', async () => {
    expect((await police.get(`/tasks/${randomUUID()}/steps?unit=control-room`)).status).toBe(404);
    const { status } = await police.get(`/tasks/${asked.taskId}/steps?unit=stables`);
    expect(status).toBe(422);
  });
});
