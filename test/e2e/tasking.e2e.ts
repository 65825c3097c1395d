import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { opens } from '#contracts';
import { sharedCounty } from '../support/county.js';
import { rowsOf } from '../support/e2e-books.js';
import { Desk, type Recorded } from '../support/e2e-desk.js';
import { Listener } from '../support/e2e-feed.js';
import { expectSameBytesEverywhere, expectTamperingIsSeen, expectJoseReads } from '../support/e2e-proofs.js';
import { until } from '../support/waiting.js';

const county = sharedCounty();
let police: Desk;
let ambulance: Desk;

beforeAll(async () => {
  await county.open();
  police = new Desk(county.here().agency('police').door, 'control-room', 'PC 4417');
  ambulance = new Desk(county.here().agency('ambulance').door, 'crew', 'crew 12');
}, 180_000);
afterAll(county.close, 60_000);

const EMR = 'emergency-medical-response';
const OFFERED = [
  {
    code: 'exact-location',
    state: 'known',
    value: { line: 'East Quay footbridge', side: 'seaward' },
    sourceKind: 'caller',
    source: 'Mrs Venn',
    obtainedAt: '2026-01-17T21:40:00Z',
    confidence: 'high',
  },
  { code: 'age-band', state: 'reported-unconfirmed', value: '18-25', sourceKind: 'other-public' },
  { code: 'alias', state: 'unknown', absent: 'asked-declined' },
  { code: 'means-access', state: 'withheld', absent: 'masked', heldBy: 'police' },
  {
    code: 'overdose-details',
    state: 'unknown',
    absent: 'searched-not-found',
    sourceKind: 'own-record',
    searchedSystem: 'the log of calls',
    searchedFor: 'Pellow',
    searchedAt: '2026-01-17T21:41:00Z',
  },
  { code: 'physical-red-flags', state: 'known', value: ['shivering'], confidence: 'low' },
];
const TOLD_LATER = [
  { code: 'full-name', state: 'known', value: 'Idris Pellow', sourceKind: 'person' },
  { code: 'phone', state: 'conflicting', value: '07700 900123', sourceKind: 'person' },
  { code: 'phone', state: 'conflicting', value: '07700 900124', sourceKind: 'family-or-friend' },
];
const ANSWERED = [{ code: 'physical-red-flags', state: 'known', value: ['hypothermia'] }];

interface Disclosed {
  readonly item: string;
  readonly category: string;
  readonly absent: string | null;
  readonly [name: string]: unknown;
}

async function disclosures(query: string): Promise<readonly Disclosed[]> {
  const { status, body } = await county.here().audit(`/disclosures?${query}`);
  expect([query, status]).toEqual([query, 200]);
  return body['rows'] as readonly Disclosed[];
}

/** The task once both sides see the same of it. */
async function bothSee(taskId: string, status: string) {
  const [ours, theirs] = [await police.sees(taskId, status), await ambulance.sees(taskId, status)];
  expect(theirs).toEqual(ours);
  return ours;
}

describe('police ask ambulance, over HTTP alone', () => {
  let task: Recorded;
  const steps: Recorded[] = [];

  it('tells each side of each step, and always one agency is accountable', async () => {
    const [toPolice, toAmbulance] = await Promise.all([
      Listener.open(police.door),
      Listener.open(ambulance.door),
    ]);
    const owners: string[] = [];
    const step = async (by: Desk, name: string, status: string, more: object = {}): Promise<void> => {
      const done = await by.does(name, task.taskId, more);
      steps.push(done);
      await Promise.all([toPolice.hears(done.eventId), toAmbulance.hears(done.eventId)]);
      const shown = await bothSee(task.taskId, status);
      owners.push(`${status}: ${shown.owner.agency}/${shown.owner.unit}`);
    };
    task = await police.asks('ambulance/crew', { items: OFFERED, note: 'on the wrong side of the rail' });
    steps.push(task);
    const { data, type } = await toAmbulance.hears(task.eventId);
    expect([type, data.task?.status, data.sequence]).toEqual([
      'concordat.task.requested.v1',
      'requested',
      task.sequence,
    ]);
    owners.push(`requested: ${(await bothSee(task.taskId, 'requested')).owner.agency}`);
    await step(ambulance, 'accept', 'accepted');
    await step(police, 'inform', 'accepted', { items: TOLD_LATER });
    await step(ambulance, 'start', 'in-progress');
    await step(ambulance, 'inform', 'in-progress', { items: ANSWERED, note: 'wrapped up and talking' });
    await step(ambulance, 'complete', 'completed', { outcome: 'conveyed' });
    expect(owners).toEqual([
      'requested: police',
      'accepted: ambulance/crew',
      'accepted: ambulance/crew',
      'in-progress: ambulance/crew',
      'in-progress: ambulance/crew',
      'completed: police/control-room',
    ]);
    for (const feed of [toPolice, toAmbulance]) {
      expect(feed.of(task.taskId).map(({ data: { event } }) => event.id)).toEqual(
        steps.map((one) => one.eventId),
      );
      feed.close();
    }
  }, 120_000);

  it('shows both sides the same values, and why there is none where there is none', async () => {
    const told = [police, ambulance].map(async (desk) => (await desk.get(`/tasks/${task.taskId}`)).body);
    const [ours, theirs] = (await Promise.all(told)) as [Record<string, unknown>, Record<string, unknown>];
    expect(theirs['task']).toEqual(ours['task']);
    expect(theirs['items']).toEqual(ours['items']);
    expect(ours['items']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'exact-location', value: OFFERED[0]?.value, source: 'Mrs Venn' }),
        expect.objectContaining({ code: 'overdose-details', absent: 'searched-not-found' }),
        expect.objectContaining({ code: 'phone', value: '07700 900124', state: 'conflicting' }),
        expect.objectContaining({ code: 'physical-red-flags', agency: 'ambulance', value: ['hypothermia'] }),
      ]),
    );
  });

  it('lets the audit log say exactly which items travelled, and those that did not and why', async () => {
    const rows = await until('the log has the whole task', async () => {
      const now = await disclosures(`task=${task.taskId}`);
      return now.length === OFFERED.length + TOLD_LATER.length + ANSWERED.length && now;
    });
    const asked = ['police', 'control-room', 'ambulance'];
    const offer = ['police.emergency.offer', 'offer', ...asked];
    const later = ['police.emergency.accepted', 'accepted', ...asked];
    const line = (row: Disclosed) =>
      ['item', 'category', 'state', 'absent', 'rule', 'stage', 'sender', 'senderUnit', 'receiver'].map(
        (name) => row[name],
      );
    expect(rows.map(line)).toEqual([
      ['exact-location', 'value', 'known', null, ...offer],
      ['age-band', 'value', 'reported-unconfirmed', null, ...offer],
      ['alias', 'absent', 'unknown', 'asked-declined', ...offer],
      ['means-access', 'withheld', 'withheld', 'masked', ...offer],
      ['overdose-details', 'absent', 'unknown', 'searched-not-found', ...offer],
      ['physical-red-flags', 'value', 'known', null, ...offer],
      ['full-name', 'value', 'known', null, ...later],
      ['phone', 'value', 'conflicting', null, ...later],
      ['phone', 'value', 'conflicting', null, ...later],
      [
        'physical-red-flags',
        'value',
        'known',
        null,
        'police.care-told',
        'accepted',
        'ambulance',
        'crew',
        'police',
      ],
    ]);
    expect(rows[0]).toMatchObject({
      kind: EMR,
      mode: 'exercise',
      caseId: task.caseId,
      eventId: task.eventId,
      sourceKind: 'caller',
      confidence: 'high',
      obtainedAt: '2026-01-17T21:40:00.000Z',
      actorRole: 'dispatcher',
      actorType: 'person',
    });
    expect(JSON.stringify(rows)).not.toMatch(/Venn|Pellow|footbridge|4417/);
  }, 60_000);

  it('finds the disclosures by task, case, agency, item, state and reason alike', async () => {
    const by = `case=${task.caseId}&agency=ambulance`;
    expect(await disclosures(by)).toEqual(await disclosures(`task=${task.taskId}`));
    expect((await disclosures(`${by}&item=alias&absent=asked-declined`)).length).toBe(1);
    expect((await disclosures(`${by}&state=withheld`)).map(({ item }) => item)).toEqual(['means-access']);
    expect(await disclosures(`${by}&asker=ambulance`)).toEqual([]);
  });

  it('keeps commitments that fit the values that were sealed, item by item', async () => {
    const events = await ambulance.events(task.taskId, steps.length);
    const rows = await disclosures(`task=${task.taskId}`);
    for (const { eventId, content } of events) {
      const own = rows.filter((row) => row['eventId'] === eventId);
      expect(own.length).toBe(content.items?.length ?? 0);
      for (const [index, row] of own.entries()) {
        const { salt, value } = content.items?.[index] as { salt: string; value: unknown };
        const key = Buffer.from(salt, 'base64url');
        expect(opens(String(row['commitment']), value, key)).toBe(true);
        expect(opens(String(row['commitment']), 'something else', key)).toBe(false);
        expect(value === null).toBe(row.category !== 'value');
      }
    }
  });

  it('tells the whole story from the log', async () => {
    const { body } = await county.here().audit(`/tasks/${task.taskId}/story`);
    expect(body).toMatchObject({
      task: { id: task.taskId, case: task.caseId, mode: 'exercise', kind: EMR, urgency: 'u1-immediate' },
      asker: { agency: 'police', unit: 'control-room' },
      performer: { agency: 'ambulance', unit: 'crew' },
    });
    const events = body['events'] as Record<string, unknown>[];
    expect(events.map(({ eventId, sequence }) => [eventId, sequence])).toEqual(
      steps.map(({ eventId, sequence }) => [eventId, sequence]),
    );
    expect(events.map(({ type, version }) => `${String(version)} ${String(type).split('.')[2]}`)).toEqual([
      '1 requested',
      '2 accepted',
      '3 informed',
      '4 started',
      '5 informed',
      '6 completed',
    ]);
    expect(events.map(({ items }) => (items as unknown[]).length)).toEqual([6, 0, 3, 0, 1, 0]);
    expect(events[5]).toMatchObject({
      says: { outcome: 'conveyed' },
      from: { agency: 'ambulance', unit: 'crew' },
    });
  });

  it('keeps one form of the bytes in both agencies, on the ledger and in the log, proven and cosigned', async () => {
    for (const step of steps) await expectSameBytesEverywhere(county.here(), step);
  }, 60_000);

  it('writes what jose verifies and opens: for the asker, the performer and the custodian, and for nobody else', async () => {
    for (const step of steps.slice(0, 3))
      await expectJoseReads(county.here(), step, ['police', 'ambulance', 'custodian'], ['mh-trust', 'audit']);
  }, 60_000);

  it('is refused by every reader once one byte of event, sealed part or signature has changed', async () => {
    await expectTamperingIsSeen(county.here(), task);
  }, 60_000);

  it('lets go of everything in the outboxes once it is proven, cosigned and held', async () => {
    for (const desk of [police, ambulance]) {
      await until('the outbox is empty', async () => {
        const { body } = await desk.get('/status');
        const { states } = body['outbox'] as { states: Record<string, number> };
        const proofs = body['proofs'] as { unproven: number; warning?: string };
        return Object.keys(states).length === 0 && proofs.unproven === 0 && proofs.warning === undefined;
      });
      for (const { eventId } of steps) {
        const { status, body } = await desk.get(`/messages/${eventId}`);
        if (status === 200) expect(body['state']).toBe('recorded');
      }
    }
    expect(await rowsOf(county.here(), 'police', 'SELECT * FROM outbox')).toEqual([]);
  }, 90_000);
});

describe('a decline', () => {
  it('gives the task back with its reason, and the useful fact to the asker alone', async () => {
    const { taskId } = await police.asks('ambulance/crew', { kind: 's136-consultation' });
    await ambulance.sees(taskId, 'requested');
    const fact = 'the street triage car is free at 23:10';
    const { eventId } = await ambulance.does('reject', taskId, { reason: 'no-capacity', fact });
    const shown = await bothSee(taskId, 'rejected');
    expect(shown).toMatchObject({ statusReason: 'no-capacity', owner: { agency: 'police' } });
    const [, declined] = await police.events(taskId, 2);
    expect(declined).toMatchObject({ eventId, content: { fact } });
    const story = await until('the log has the decline', async () => {
      const { body } = await county.here().audit(`/tasks/${taskId}/story`);
      return (body['events'] as unknown[] | undefined)?.length === 2 && body;
    });
    expect(story['events']).toMatchObject([{}, { says: { reason: 'no-capacity' } }]);
    const answers = [story, (await county.here().audit(`/events/${eventId}`)).body];
    expect(JSON.stringify(answers)).not.toMatch(/triage car|23:10/);
    expect((await county.here().agency('mh-trust').get(`/tasks/${taskId}`)).status).toBe(404);
  }, 60_000);
});
