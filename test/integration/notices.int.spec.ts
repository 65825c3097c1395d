import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OverrideClause } from '#domain';
import type { IntakeRules, LedgerEntry } from '#storage';
import { AgencyBook, bookItem, bookTask, type BookTask, type Saying } from '../support/agency-book.js';

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

const CLAUSE: OverrideClause = {
  code: 'care.override',
  from: ['police'],
  to: ['ambulance'],
  items: ['risk-to-others'],
  basis: 'vital-interests',
  authorisedBy: ['inspector'],
  reviewedBy: ['information-governance-lead'],
  maxMinutes: 60,
  reviewWithinMinutes: 90,
};
const RULES: IntakeRules = {
  judge: ({ content }) => ({ content, refused: [] }),
  clauses: (version) => (version === 1 ? [CLAUSE] : []),
};

async function said(sender: string, type: string, saying: Saying = {}): Promise<LedgerEntry> {
  const entry = await book.entry(task, sender, type, saying);
  await book.store.intake.takeIn([entry], RULES);
  return entry;
}

const override = {
  reason: 'risk-to-life',
  authorisedby: 'A'.repeat(22),
  authorisedrole: 'inspector',
  until: '2026-03-14T23:05:00.000Z',
};
const overridden = (): Promise<LedgerEntry> => {
  const items = [bookItem('risk-to-others', { way: 'overridden', rule: 'care.override' })];
  return said('police', 'informed', { data: { items, override } });
};
const recalled = (sender = 'police'): Promise<LedgerEntry> => {
  const recalls = [{ event: request.event.id, item: 'full-name' }];
  return said(sender, 'recalled', { data: { recalls, reason: 'wrong-person' } });
};
const acknowledged = (sender: string, of: LedgerEntry, saying: Saying = {}): Promise<LedgerEntry> =>
  said(sender, 'acknowledged', { data: { events: [of.event.id] }, ...saying });
const reviewed = (of: LedgerEntry, saying: Saying): Promise<LedgerEntry> =>
  said('police', 'reviewed', { data: { override: of.event.id, finding: 'justified' }, ...saying });

const notices = () => book.store.notices.ofTask(task.id);
const open = async (): Promise<string[]> =>
  (await book.store.notices.find({ open: true, limit: 9 })).map(({ kind }) => kind);

describe('what was told wrongly', () => {
  it('stands as a notice from the moment its event is taken in, with codes alone', async () => {
    const event = await recalled();
    expect(await notices()).toEqual([
      {
        eventId: event.event.id,
        kind: 'recalled',
        taskId: task.id,
        from: 'police',
        to: 'ambulance',
        toUnit: 'crew',
        at: new Date(event.recordedAt),
        detail: { reason: 'wrong-person', items: [{ event: request.event.id, item: 'full-name' }] },
        reviewers: [],
        seen: [],
      },
    ]);
  });

  it('is not taken in without its notice', async () => {
    const alive = await book.killOnWrite('notice');
    await expect(recalled()).rejects.toThrow();
    await alive();
    expect(await book.rows('event')).toHaveLength(1);
    expect(await notices()).toEqual([]);
  });

  it('is open until a person of the agency that was told has seen it, and says who else has', async () => {
    const event = await recalled();
    await acknowledged('police', event, { role: 'dispatcher' });
    await acknowledged('ambulance', event, { type: 'system', role: 'service' });
    expect(await open()).toEqual(['recalled']);
    const seen = await acknowledged('ambulance', event, { role: 'paramedic' });
    expect(await open()).toEqual([]);
    const [notice] = await notices();
    expect(notice?.closedAt).toEqual(new Date(seen.recordedAt));
    expect(notice?.seen.map(({ agency, actorRole }) => [agency, actorRole])).toEqual([
      ['police', 'dispatcher'],
      ['ambulance', 'service'],
      ['ambulance', 'paramedic'],
    ]);
  });

  it('goes the other way too: what this agency took back waits for the other', async () => {
    const event = await recalled('ambulance');
    await acknowledged('ambulance', event);
    expect(await open()).toEqual(['recalled']);
    await acknowledged('police', event);
    expect(await open()).toEqual([]);
  });

  it('is not closed by an acknowledgement on another task, or of another event', async () => {
    const event = await recalled();
    await acknowledged('ambulance', request);
    task = bookTask();
    await said('police', 'requested');
    await acknowledged('ambulance', event);
    expect(await open()).toEqual(['recalled']);
  });

  it('is one notice however often its event comes, and is taken in one batch with its acknowledgement', async () => {
    const recalls = [{ event: request.event.id, item: 'full-name' }];
    const event = await book.entry(task, 'police', 'recalled', { data: { recalls, reason: 'incorrect' } });
    const seen = await book.entry(task, 'ambulance', 'acknowledged', { data: { events: [event.event.id] } });
    await book.store.intake.takeIn([seen, event, event, seen], RULES);
    expect(await notices()).toHaveLength(1);
    expect(await open()).toEqual([]);
    expect((await notices())[0]?.seen).toHaveLength(1);
  });
});

describe('an override', () => {
  it('is due for review by the clause that it names, counted from ledger time', async () => {
    const event = await overridden();
    expect(await notices()).toMatchObject([
      {
        kind: 'overridden',
        detail: {
          reason: 'risk-to-life',
          authorisedRole: 'inspector',
          items: [{ item: 'risk-to-others' }],
        },
        dueBy: new Date(Date.parse(event.recordedAt) + 90 * 60_000),
        reviewers: ['information-governance-lead'],
      },
    ]);
  });

  it('is open until a person reviews it whose role the clause names; to have seen it is not enough', async () => {
    const event = await overridden();
    await acknowledged('ambulance', event);
    await reviewed(event, { role: 'dispatcher' });
    await reviewed(event, { role: 'information-governance-lead', type: 'system' });
    expect(await open()).toEqual(['overridden']);
    await reviewed(event, { role: 'information-governance-lead' });
    expect(await open()).toEqual([]);
    expect(await notices()).toMatchObject([{ finding: 'justified', seen: [{}, {}, {}] }]);
  });
});

describe('the board', () => {
  it('counts what is open by kind, and what is past its time', async () => {
    const event = await overridden();
    await recalled();
    await recalled('ambulance');
    const due = Date.parse(event.recordedAt) + 90 * 60_000;
    expect(await book.store.notices.openByKind(new Date(due))).toEqual([
      { kind: 'overridden', open: 1, overdue: 0 },
      { kind: 'recalled', open: 2, overdue: 0 },
    ]);
    expect(await book.store.notices.openByKind(new Date(due + 1))).toMatchObject([
      { overdue: 1 },
      { overdue: 0 },
    ]);
  });

  it('finds notices by kind and by whether they are open, oldest first', async () => {
    const first = await recalled();
    const second = await said('police', 'identified', { data: { identity: 'confirmed' } });
    const third = await recalled();
    await acknowledged('ambulance', first);
    const found = async (filter: object): Promise<string[]> =>
      (await book.store.notices.find({ limit: 9, ...filter })).map(({ eventId }) => eventId);
    const [one, two, three] = [first, second, third].map(({ event }) => event.id);
    expect(await found({})).toEqual([one, two, three]);
    expect(await found({ open: true })).toEqual([two, three]);
    expect(await found({ open: false })).toEqual([one]);
    expect(await found({ open: true, kind: 'recalled' })).toEqual([three]);
    expect(await found({ limit: 1 })).toEqual([one]);
  });

  it('shows nothing of a mode on which the agency does not act', async () => {
    await said('police', 'identified', { data: { identity: 'confirmed' }, acted: false });
    expect(await notices()).toEqual([]);
  });
});
