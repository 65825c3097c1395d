import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IntakeRules, LedgerEntry } from '#storage';
import { AgencyBook, bookTask, type BookTask, type Saying } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;

beforeAll(async () => {
  opened = book = await AgencyBook.open('ambulance');
}, 180_000);
afterAll(() => opened?.close(), 60_000);

let task: BookTask;
let request: LedgerEntry;

beforeEach(async () => {
  await book.store.database.query('TRUNCATE notice, notice_seen, task, event, parked, feed');
  task = bookTask();
  request = await said('police', 'requested');
});

const RULES: IntakeRules = {
  judge: ({ content }) => ({ content, refused: [] }),
  clauses: () => [],
};

async function said(sender: string, type: string, saying: Saying = {}): Promise<LedgerEntry> {
  const entry = await book.entry(task, sender, type, saying);
  await book.store.intake.takeIn([entry], RULES);
  return entry;
}

const acknowledged = (sender: string, of: LedgerEntry, saying: Saying = {}): Promise<LedgerEntry> =>
  said(sender, 'acknowledged', { data: { events: [of.event.id] }, ...saying });

const notices = () => book.store.notices.ofTask(task.id);
const open = async (): Promise<string[]> =>
  (await book.store.notices.find({ open: true, limit: 9 })).map(({ kind }) => kind);

describe('an alert', () => {
  const addressed = async () =>
    (await notices()).map(({ kind, to, toUnit, closedAt }) => [
      kind,
      `${to}/${toUnit}`,
      closedAt ? 'closed' : 'open',
    ]);

  it('waits for who asked, when the task is declined, and is closed by any unit of theirs', async () => {
    const event = await said('ambulance', 'rejected', { data: { reason: 'no-capacity' } });
    expect(await notices()).toMatchObject([
      { kind: 'declined', from: 'ambulance', to: 'police', detail: { reason: 'no-capacity' } },
    ]);
    await acknowledged('ambulance', event);
    expect(await open()).toEqual(['declined']);
    await acknowledged('police', event, { unit: 'response' });
    expect(await addressed()).toEqual([['declined', 'police/control-room', 'closed']]);
  });

  it('that a time has passed waits for both, and each closes its own', async () => {
    await said('ambulance', 'accepted');
    // The entries of a book stand a minute apart.
    const startby = new Date(Date.parse(request.recordedAt) + 150_000).toISOString();
    task = bookTask();
    request = await said('police', 'requested', { data: { startby } });
    const event = await said('police', 'overdue', { data: { deadline: 'start' }, type: 'system' });
    expect(await addressed()).toEqual([
      ['overdue', 'ambulance/crew', 'open'],
      ['overdue', 'police/control-room', 'open'],
    ]);
    await acknowledged('ambulance', event, { type: 'system' });
    await acknowledged('ambulance', event);
    expect(await addressed()).toEqual([
      ['overdue', 'ambulance/crew', 'closed'],
      ['overdue', 'police/control-room', 'open'],
    ]);
    expect((await notices())[0]?.detail).toEqual({ deadline: 'start' });
  });

  it('calls in each unit that is named, and only a person there closes it', async () => {
    const to = [
      { agency: 'ambulance', unit: 'clinical-desk' },
      { agency: 'police', unit: 'duty-inspector' },
    ];
    const event = await said('police', 'escalated', { data: { to, why: 'requested' } });
    await acknowledged('ambulance', event, { unit: 'crew' });
    await acknowledged('police', event, { unit: 'duty-inspector', role: 'duty-manager' });
    expect(await addressed()).toEqual([
      ['escalated', 'ambulance/clinical-desk', 'open'],
      ['escalated', 'police/duty-inspector', 'closed'],
    ]);
    const found = async (sight: string[]) =>
      (await book.store.notices.find({ limit: 9, sight })).map(({ toUnit }) => toUnit);
    expect(await found(['ambulance/clinical-desk'])).toEqual(['clinical-desk']);
    expect(await found(['ambulance/crew'])).toEqual([]);
    const counted = (sight: string[]) => book.store.notices.openByKind(new Date(), sight);
    expect(await counted(['ambulance/clinical-desk'])).toMatchObject([{ kind: 'escalated', open: 1 }]);
    expect(await counted(['ambulance/emergency-operations-centre'])).toEqual([]);
  });

  it('is the same however often its event comes, and in whatever batch', async () => {
    const event = await book.entry(task, 'ambulance', 'rejected', { data: { reason: 'no-capacity' } });
    const seen = await book.entry(task, 'police', 'acknowledged', { data: { events: [event.event.id] } });
    await book.store.intake.takeIn([seen, event, event, seen], RULES);
    await book.store.intake.takeIn([event], RULES);
    expect(await addressed()).toEqual([['declined', 'police/control-room', 'closed']]);
    expect((await notices())[0]?.seen).toHaveLength(1);
  });

  it('is the same at both agencies', async () => {
    const other = await AgencyBook.open('police');
    try {
      const to = [
        { agency: 'ambulance', unit: 'clinical-desk' },
        { agency: 'police', unit: 'duty-inspector' },
      ];
      const told = [
        request,
        await said('police', 'escalated', { data: { to, why: 'requested' } }),
        await said('ambulance', 'accepted'),
        await said('ambulance', 'failed', { data: { reason: 'no-capacity' } }),
      ];
      await other.store.intake.takeIn(told, RULES);
      expect(await other.store.notices.ofTask(task.id)).toEqual(await notices());
      expect(await notices()).toHaveLength(3);
    } finally {
      await other.close();
    }
  }, 120_000);
});

describe('between two units of one agency', () => {
  beforeEach(async () => {
    task = bookTask();
    const data = {
      asker: { agency: 'ambulance', unit: 'clinical-desk' },
      performer: { agency: 'ambulance', unit: 'crew' },
    };
    request = await said('ambulance', 'requested', { unit: 'clinical-desk', data });
  });

  it('what the one took back is closed by a person of the other, not by its own', async () => {
    const recalls = [{ event: request.event.id, item: 'full-name' }];
    const event = await said('ambulance', 'recalled', {
      unit: 'crew',
      data: { recalls, reason: 'wrong-person' },
    });
    expect(await notices()).toMatchObject([{ kind: 'recalled', to: 'ambulance', toUnit: 'clinical-desk' }]);
    await acknowledged('ambulance', event, { unit: 'crew' });
    expect(await open()).toEqual(['recalled']);
    await acknowledged('ambulance', event, { unit: 'clinical-desk' });
    expect(await open()).toEqual([]);
    expect((await notices())[0]?.seen.map(({ unit }) => unit)).toEqual(['crew', 'clinical-desk']);
  });

  it('a decline calls the unit that asked', async () => {
    await said('ambulance', 'rejected', { unit: 'crew', data: { reason: 'no-capacity' } });
    expect(await notices()).toMatchObject([{ kind: 'declined', to: 'ambulance', toUnit: 'clinical-desk' }]);
  });
});
