import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { forgetCases } from '../../libs/storage/src/agency/forgetting-cases.js';
import { AgencyBook } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;

beforeAll(async () => {
  opened = book = await AgencyBook.open('police');
}, 180_000);
afterAll(() => opened?.close(), 60_000);
beforeEach(async () => {
  await book.store.database.query('TRUNCATE draft');
});

const NELL = 'person:nell';
const OMAR = 'person:omar';
const MOST = 50;
const draft = (owner: string, body: object = { kind: 'welfare-check' }) => ({
  id: uuidv7(),
  owner,
  unit: 'control-room',
  body: body as Record<string, unknown>,
});
const keep = (one: Parameters<typeof book.store.drafts.keep>[0], most = MOST) =>
  book.store.drafts.keep(one, most);
const idsOf = async (owner: string) => (await book.store.drafts.of(owner)).map(({ id }) => id);
const age = (id: string, days: number) =>
  book.store.database.query(
    `UPDATE draft SET updated_at = updated_at - make_interval(secs => $2) WHERE id = $1`,
    [id, days * 86_400],
  );

describe('unsent work', () => {
  it('is kept as it was written last, and shown to whoever wrote it', async () => {
    const own = draft(NELL);
    expect(await keep(own)).toBe('kept');
    const caseId = uuidv7();
    const changed = { ...own, unit: 'response', caseId, body: { kind: 'information-request', n: [1, null] } };
    expect(await keep(changed)).toBe('kept');
    expect(await book.store.drafts.one(own.id, NELL)).toEqual({ ...changed, updatedAt: expect.any(Date) });
    expect(await book.store.drafts.of(NELL)).toHaveLength(1);
  });

  it('is nobody else’s: it is not shown, changed or removed for another, even by its id', async () => {
    const own = draft(NELL);
    await keep(own);
    const { drafts } = book.store;
    expect(await drafts.one(own.id, OMAR)).toBeUndefined();
    expect(await drafts.of(OMAR)).toEqual([]);
    expect(await keep({ ...own, owner: OMAR, body: { mine: 'now' } })).toBe('not-yours');
    expect(await drafts.remove(own.id, OMAR)).toBe(false);
    expect(await drafts.one(own.id, NELL)).toMatchObject({ body: own.body });
  });

  it('is listed with what was worked on last at the top', async () => {
    const [first, second] = [draft(NELL), draft(NELL)];
    await keep(first);
    await keep(second);
    await age(second.id, 1);
    expect(await idsOf(NELL)).toEqual([first.id, second.id]);
  });

  it('is gone when it is removed', async () => {
    const own = draft(NELL);
    await keep(own);
    expect(await book.store.drafts.remove(own.id, NELL)).toBe(true);
    expect(await book.store.drafts.remove(own.id, NELL)).toBe(false);
    expect(await idsOf(NELL)).toEqual([]);
  });

  it('has room for so many drafts of one person, also when they are begun at once', async () => {
    const begun = Array.from({ length: 6 }, () => draft(NELL));
    const came = await Promise.all(begun.map((one) => keep(one, 3)));
    expect(came.filter((one) => one === 'kept')).toHaveLength(3);
    const [kept] = await idsOf(NELL);
    expect(await keep({ ...draft(NELL), id: kept as string }, 3)).toBe('kept');
    expect(await keep(draft(OMAR), 3)).toBe('kept');
  });
});

describe('what nobody goes on with', () => {
  it('is shown to nobody after seven days, and removed', async () => {
    const [old, recent] = [draft(NELL), draft(NELL)];
    await keep(old);
    await keep(recent);
    await age(old.id, 7.01);
    await age(recent.id, 6.99);
    expect(await idsOf(NELL)).toEqual([recent.id]);
    expect(await book.store.drafts.one(old.id, NELL)).toBeUndefined();
    expect(await book.store.drafts.removeOld()).toBe(1);
    expect(await book.rows('draft')).toMatchObject([{ id: recent.id }]);
  });
});

describe('a case that is forgotten', () => {
  it('takes what was being written about it along, and nothing else', async () => {
    const [gone, stays] = [uuidv7(), uuidv7()];
    const about = { ...draft(NELL), caseId: gone };
    const others = [{ ...draft(OMAR), caseId: stays }, draft(OMAR)];
    for (const one of [about, ...others]) await keep(one);
    await book.store.database.transaction((sql) => forgetCases(sql, [gone]));
    expect(await idsOf(NELL)).toEqual([]);
    expect((await idsOf(OMAR)).sort()).toEqual(others.map(({ id }) => id).sort());
  });
});
