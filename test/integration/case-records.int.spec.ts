import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import type { FiledWith } from '#storage';
import { AgencyBook, bookTask } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;

beforeAll(async () => {
  opened = book = await AgencyBook.open('ambulance');
}, 180_000);
afterAll(() => opened?.close(), 60_000);
beforeEach(() => book.store.database.query('TRUNCATE case_file, case_entry, task, event, feed, outbox'));

const NAMES = ['Kilo Wren 482', 'Echo Heron 210', 'Lima Osprey 733'];
const file = (more: Partial<FiledWith> = {}): FiledWith => ({
  caseId: uuidv7(),
  mode: 'test',
  by: { agency: 'ambulance', unit: 'crew' },
  entries: [],
  ...more,
});
const open = async (more: Partial<FiledWith>): Promise<string> => {
  const one = file(more);
  await book.store.records.addToCases([one]);
  return one.caseId;
};
const aliasOf = async (caseId: string) => (await book.store.records.caseFile(caseId))?.alias;

describe('the alias of a case', () => {
  it('is the first offered one that no case of the agency has', async () => {
    const cases = [
      await open({ aliases: NAMES }),
      await open({ aliases: NAMES }),
      await open({ aliases: NAMES }),
    ];
    expect(await Promise.all(cases.map(aliasOf))).toEqual(NAMES);
  });

  it('is unique also when many cases open at once, in one turn or in several', async () => {
    const together = [file({ aliases: NAMES }), file({ aliases: NAMES })];
    await Promise.all([book.store.records.addToCases(together), open({ aliases: NAMES })]);
    const taken = await book.store.database.query<{ alias: string }>(
      'SELECT alias FROM case_file ORDER BY alias',
    );
    expect(taken.map(({ alias }) => alias)).toEqual([...NAMES].sort());
  });

  it('is never one that is taken: then the case is not opened, and nothing is added', async () => {
    await open({ aliases: ['Kilo Wren 482'] });
    const entries = [{ fromAgency: 'ambulance', entry: { note: 'a note' } }];
    await expect(open({ aliases: ['Kilo Wren 482'], entries })).rejects.toThrow('is taken');
    expect(await book.rows('case_file')).toHaveLength(1);
    expect(await book.rows('case_entry')).toEqual([]);
  });

  it('is given when the file is opened, and stays', async () => {
    const named = await open({ aliases: ['Kilo Wren 482'] });
    const nameless = await open({});
    await open({ caseId: named, aliases: ['Echo Heron 210'] });
    await open({ caseId: nameless, aliases: ['Echo Heron 210'] });
    expect([await aliasOf(named), await aliasOf(nameless)]).toEqual(['Kilo Wren 482', undefined]);
    await open({ caseId: named, identity: 'confirmed' });
    expect(await book.store.records.caseFile(named)).toMatchObject({
      alias: 'Kilo Wren 482',
      identity: 'confirmed',
    });
    await open({ caseId: named, identity: 'reversed' });
    await open({ caseId: named });
    expect(await book.store.records.caseFile(named)).toMatchObject({
      alias: 'Kilo Wren 482',
      identity: 'reversed',
    });
  });

  it('is given with the event of the turn, or neither is stored', async () => {
    const task = bookTask();
    const entry = await book.entry(task, 'police', 'requested');
    const turn = { file: file({ caseId: task.caseId, aliases: NAMES }) };
    const alive = await book.killOnWrite('sender');
    await expect(book.send(entry, turn)).rejects.toThrow();
    await alive();
    expect(await book.store.records.caseFile(task.caseId)).toBeUndefined();
    await book.send(entry, turn);
    expect(await aliasOf(task.caseId)).toBe('Kilo Wren 482');
  });
});

describe('a case', () => {
  it('gives the events of all its tasks, own and received, in ledger order with what they said', async () => {
    const caseId = uuidv7();
    const [one, two, other] = [bookTask(caseId), bookTask(caseId), bookTask()];
    const entries = [
      await book.entry(one, 'police', 'requested', { content: { note: '1' } }),
      await book.entry(two, 'police', 'requested', { content: { note: '2' } }),
      await book.entry(other, 'police', 'requested', { content: { note: 'of another case' } }),
      await book.entry(one, 'ambulance', 'received', { content: { note: '3' } }),
      await book.entry(two, 'police', 'informed', { content: { note: '4' } }),
    ];
    await book.store.intake.takeIn(entries);
    const events = await book.store.records.eventsOfCase(caseId);
    expect(events.map(({ taskId, content }) => [taskId, content])).toEqual([
      [one.id, { note: '1' }],
      [two.id, { note: '2' }],
      [one.id, { note: '3' }],
      [two.id, { note: '4' }],
    ]);
    expect(events.map(({ sender }) => sender)).toEqual(['police', 'police', 'ambulance', 'police']);
    const tasks = await book.store.records.tasksOfCase(caseId);
    expect(tasks.map(({ taskId }) => taskId).sort()).toEqual([one.id, two.id].sort());
  });

  it('of a mode on which the agency does not act shows nothing', async () => {
    const task = bookTask();
    await book.store.intake.takeIn([await book.entry(task, 'police', 'requested')]);
    await book.store.database.query(`UPDATE task SET state = state || '{"mode":"exercise"}'`);
    expect(await book.store.records.eventsOfCase(task.caseId)).toEqual([]);
    expect(await book.store.records.tasksOfCase(task.caseId)).toEqual([]);
  });
});
