import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { AgencyBook, bookTask } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;

beforeAll(async () => {
  opened = book = await AgencyBook.open('police');
}, 180_000);
afterAll(() => opened?.close(), 60_000);

const file = (unit: string, mode = 'test') => ({
  caseId: uuidv7(),
  mode,
  by: { agency: 'police', unit },
  entries: [],
});

it('The open cases of an agency are those of its own files and of its tasks, each within sight', async () => {
  const [own, closed, other, drill] = [
    file('control-room'),
    file('control-room'),
    file('custody'),
    file('control-room', 'actual'),
  ];
  await book.store.records.addToCases([own, closed, other, drill]);
  await book.store.records.closeCase(closed.caseId, 'went home');
  const task = bookTask();
  await book.store.intake.takeIn([await book.entry(task, 'police', 'requested')]);
  const seen = async (sight?: string[], limit = 9) =>
    (await book.store.caseList.recent(sight, limit)).map(({ caseId, openTasks }) => [caseId, openTasks]);
  const all = [
    [own.caseId, 0],
    [other.caseId, 0],
    [task.caseId, 1],
  ];
  expect((await seen()).sort()).toEqual([...all].sort());
  expect((await seen(['police/control-room'])).sort()).toEqual(
    all.filter(([caseId]) => caseId !== other.caseId).sort(),
  );
  expect(await seen(['police/custody'])).toEqual([[other.caseId, 0]]);
  expect(await seen(undefined, 1)).toEqual([[task.caseId, 1]]);
});
