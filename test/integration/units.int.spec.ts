import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { unitText, unitsOn, type Task } from '#domain';
import type { LedgerEntry } from '#storage';
import { AgencyBook, bookTask, type BookTask, type Saying } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;

beforeAll(async () => {
  opened = book = await AgencyBook.open('ambulance');
}, 180_000);
afterAll(() => opened?.close(), 60_000);
beforeEach(() =>
  book.store.database.query(
    'TRUNCATE case_file, case_entry, notice, notice_seen, task, event, parked, feed, outbox, dead_letter',
  ),
);

const at = (text: string) => {
  const [agency = '', unit = ''] = text.split('/');
  return { agency, unit };
};
const CREW = ['ambulance/crew'];
const DESK = ['ambulance/clinical-desk'];

const takeIn = (...entries: LedgerEntry[]) => book.store.intake.takeIn(entries);
const said = async (task: BookTask, sender: string, type: string, saying: Saying = {}) => {
  const entry = await book.entry(task, sender, type, saying);
  await takeIn(entry);
  return entry;
};
const parties = (asker: string, performer: string) => ({ asker: at(asker), performer: at(performer) });

/** A task that stands on the ledger: police asks the crew, unless other units are named. */
async function asked(asker = 'police/control-room', performer = 'ambulance/crew', caseId: string = uuidv7()) {
  const task = bookTask(caseId);
  const { agency, unit } = at(asker);
  await said(task, agency, 'requested', { unit, data: parties(asker, performer) });
  return task;
}
const calls = (task: BookTask, ...units: string[]) =>
  said(task, 'police', 'escalated', { data: { to: units.map(at), why: 'overdue' } });

describe('the tasks of some units', () => {
  const listed = async (filter: object) =>
    (await book.store.records.tasks({ limit: 99, ...filter })).map(({ taskId }) => taskId);

  it('are those of which the rule says so, whoever asked, performs or was called in', async () => {
    const tasks = [
      await asked(),
      await asked('police/control-room', 'ambulance/clinical-desk'),
      await asked('ambulance/crew', 'ambulance/clinical-desk'),
      await asked('police/custody', 'ambulance/emergency-operations-centre'),
    ];
    await calls(tasks[3] as BookTask, 'ambulance/clinical-desk', 'police/duty-inspector');
    const rows = await book.store.records.tasks({ limit: 99 });
    const units = ['crew', 'clinical-desk', 'emergency-operations-centre', 'mental-health-response-vehicle'];
    for (const chosen of [...units.map((unit) => [unit]), ['crew', 'clinical-desk'], []]) {
      const sight = chosen.map((unit) => `ambulance/${unit}`);
      const bySql = await listed({ sight });
      const byRule = rows.filter(({ task }) =>
        unitsOn(task as Task).some((unit) => sight.includes(unitText(unit))),
      );
      expect(bySql.sort()).toEqual(byRule.map(({ taskId }) => taskId).sort());
    }
    expect(await listed({ unit: 'ambulance/clinical-desk' })).toHaveLength(3);
    expect(await listed({ unit: 'ambulance/clinical-desk', sight: CREW })).toHaveLength(1);
    expect(await listed({ unit: 'police/custody', sight: CREW })).toEqual([]);
  });

  it('fill a page, however many newer ones others have', async () => {
    const own = [await asked(), await asked()];
    for (let n = 0; n < 5; n += 1) await asked('police/control-room', 'ambulance/clinical-desk');
    expect(await listed({ sight: CREW, limit: 2 })).toEqual(own.map(({ id }) => id).reverse());
    expect(await listed({ sight: CREW, limit: 1 })).toEqual([own[1]?.id]);
  });

  it('are seen from the moment on at which a unit is called in, also by their id and in their case', async () => {
    const task = await asked();
    const seen = async () => [
      (await book.store.records.task(task.id, DESK))?.taskId,
      (await book.store.records.tasksOfCase(task.caseId, DESK)).length,
      (await book.store.records.eventsOfCase(task.caseId, DESK)).length,
      await book.store.records.seesCase(task.caseId, DESK),
    ];
    expect(await seen()).toEqual([undefined, 0, 0, false]);
    await calls(task, 'ambulance/clinical-desk');
    expect(await seen()).toEqual([task.id, 1, 2, true]);
  });

  it('are seen by who asks before the request stands on the ledger', async () => {
    const task = bookTask();
    const entry = await book.entry(task, 'police', 'requested');
    await book.send(entry);
    expect(await listed({ sight: ['police/control-room'] })).toEqual([task.id]);
    expect(await listed({ sight: ['police/custody'] })).toEqual([]);
    const counted = (sight: string[]) => book.store.outbox.counts(sight);
    expect(await counted(['police/control-room'])).toEqual([{ state: 'queued', count: 1 }]);
    expect(await counted(['police/custody'])).toEqual([]);
    await book.store.outbox.refused(entry.event.id, 10_000);
    expect(await book.store.outbox.unsent(9, ['police/control-room'])).toMatchObject([{ taskId: task.id }]);
    expect(await book.store.outbox.unsent(9, ['police/custody'])).toEqual([]);
  });

  it('are those whose dead letters are seen', async () => {
    const task = await asked();
    const letter = (subject: string, sequence: number) =>
      book.store.intake.deadLetter({ subject, sequence, reason: 'MALFORMED', place: '' });
    await letter(`concordat.test.task.police.ambulance.${task.id}`, 1);
    await letter('concordat.disclosure.police', 2);
    const seen = async (sight?: string[]) =>
      (await book.store.intake.deadLetters(9, sight)).map(({ sequence }) => sequence);
    expect([await seen(), await seen(CREW), await seen(DESK)]).toEqual([[2, 1], [1], []]);
  });
});

describe('the feed of some units', () => {
  const heard = async (sight: string[] | undefined, after = 0) =>
    (await book.store.feed.after(after, 99, sight)).map(({ type }) => type.split('.')[2]);

  it('tells a task from the time on at which a unit is called in, and stays as it was told before', async () => {
    const task = await asked();
    expect(await heard(DESK)).toEqual([]);
    await calls(task, 'ambulance/clinical-desk');
    await said(task, 'ambulance', 'received');
    expect(await heard(DESK)).toEqual(['escalated', 'received']);
    expect(await heard(CREW)).toEqual(['requested', 'escalated', 'received']);
  });

  it('does so too when all of it comes in one batch', async () => {
    const task = bookTask();
    const escalation = { data: { to: [at('ambulance/clinical-desk')], why: 'overdue' } };
    const batch = [
      await book.entry(task, 'police', 'requested'),
      await book.entry(task, 'police', 'escalated', escalation),
      await book.entry(task, 'ambulance', 'received'),
    ];
    await takeIn(...batch);
    expect(await heard(DESK)).toEqual(['escalated', 'received']);
    const told = await book.store.feed.after(0, 9);
    expect(told.map(({ payload }) => (payload.task as Task).version)).toEqual([1, 2, 3]);
  });

  it('fills a look, however much of others stands between', async () => {
    await asked();
    for (let n = 0; n < 5; n += 1) await asked('police/control-room', 'ambulance/clinical-desk');
    await asked();
    const [first, second] = await book.store.feed.after(0, 2, CREW);
    expect((second?.id ?? 0) - (first?.id ?? 0)).toBe(6);
    expect(await heard(CREW, first?.id)).toEqual(['requested']);
  });

  it('counts its entries without holes, and each keeps its place whatever comes later', async () => {
    const one = await asked();
    await asked('police/control-room', 'ambulance/clinical-desk');
    await asked();
    const { feed } = book.store;
    const places = async () => {
      const entries = await feed.after(0, 99, CREW);
      return Promise.all(entries.map(({ id }) => feed.placeOf(id, CREW)));
    };
    expect(await places()).toEqual([1, 2]);
    const second = await feed.idAt(2, CREW);
    await calls(one, 'ambulance/clinical-desk');
    expect(await places()).toEqual([1, 2, 3]);
    expect([await feed.idAt(2, CREW), await feed.idAt(0, CREW), await feed.idAt(4, CREW)]).toEqual([
      second,
      0,
      undefined,
    ]);
    expect(await feed.placeOf(await feed.newest(), DESK)).toBe(2);
  });
});

describe('what some units see of a case', () => {
  const file = (unit: string, entries: readonly object[]) => ({
    caseId: '',
    mode: 'test',
    by: at(unit),
    entries: entries.map((entry) => ({ fromAgency: 'ambulance', ...entry })) as never,
  });

  it('is what they filed, what was told on their tasks, and what stands in a file of theirs', async () => {
    const caseId = uuidv7();
    const own = await asked('police/control-room', 'ambulance/crew', caseId);
    const other = await asked('police/control-room', 'ambulance/clinical-desk', caseId);
    const note = (text: string, taskId?: string) => ({ entry: { note: text, ...(taskId && { taskId }) } });
    const item = { item: 'alias', entry: { state: 'known', value: 'Cor', taskId: other.id } };
    const filed = [
      file('ambulance/clinical-desk', [note('by the desk'), note('on the task of the crew', own.id), item]),
      file('ambulance/crew', [note('by the crew'), note('by the crew for the desk', other.id)]),
      file('ambulance/clinical-desk', [{ entry: { identity: 'confirmed', items: [] } }]),
      file('ambulance/clinical-desk', [{ entry: { recalled: ['alias'], reason: 'incorrect' } }]),
    ];
    for (const one of filed) await book.store.records.addToCases([{ ...one, caseId }]);
    const seen = async (sight?: string[]) =>
      (await book.store.records.entries(caseId, sight)).map(
        ({ item: code, entry }) => code ?? entry['note'] ?? ('identity' in entry ? 'identity' : 'recalled'),
      );
    const always = ['identity', 'recalled'];
    expect(await seen(CREW)).toEqual([
      'on the task of the crew',
      'by the crew',
      'by the crew for the desk',
      ...always,
    ]);
    expect(await seen(DESK)).toEqual([
      'by the desk',
      'on the task of the crew',
      'alias',
      'by the crew',
      'by the crew for the desk',
      ...always,
    ]);
    expect(await seen(['ambulance/emergency-operations-centre'])).toEqual(always);
    expect(await seen()).toHaveLength(7);
  });

  it('begins with a task of theirs, or with a file that one of them opened', async () => {
    const caseId = uuidv7();
    await book.store.records.addToCases([{ ...file('ambulance/crew', []), caseId }]);
    const seen = (sight: string[]) => book.store.records.seesCase(caseId, sight);
    expect([await seen(CREW), await seen(DESK)]).toEqual([true, false]);
    await asked('police/control-room', 'ambulance/clinical-desk', caseId);
    expect([await seen(CREW), await seen(DESK)]).toEqual([true, true]);
  });

  it('has also what was taken back elsewhere, so that nobody holds for true what is not so', async () => {
    const caseId = uuidv7();
    await asked('police/control-room', 'ambulance/crew', caseId);
    const other = await asked('police/control-room', 'ambulance/clinical-desk', caseId);
    await said(other, 'ambulance', 'informed', { content: { note: 'of the desk' } });
    const recalls = [{ event: uuidv7(), item: 'alias' }];
    await said(other, 'ambulance', 'recalled', { data: { recalls, reason: 'incorrect' } });
    const types = (await book.store.records.eventsOfCase(caseId, CREW)).map(({ type }) => type.split('.')[2]);
    expect(types).toEqual(['requested', 'recalled']);
  });
});
