import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { EPOCH_STRIDE, refusalSubject } from '#contracts';
import { NO_NEEDS, type NewRefusal, type NotedRefusal, type Report, type ReportPlace } from '#storage';
import { emptyRange, serializeRange } from '#transparency';
import { AgencyBook, bookTask } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;

beforeAll(async () => {
  opened = book = await AgencyBook.open('police');
}, 180_000);
afterAll(() => opened?.close(), 60_000);

beforeEach(async () => {
  await book.store.database.query('TRUNCATE refusal, outbox, task, command_key');
});

const refusal = (item: string): NewRefusal => ({
  direction: 'outgoing',
  other: 'ambulance',
  kind: 'welfare-check',
  mode: 'test',
  actor: { ref: 'A'.repeat(22), role: 'dispatcher', type: 'person' },
  items: [{ code: item, why: 'no-agreement' }],
  occurredAt: '2026-03-14T22:05:00.000Z',
});

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

function compose(noted: NotedRefusal, place: ReportPlace): Promise<Report> {
  const event = JSON.stringify([noted.items, place]);
  return Promise.resolve({
    eventId: uuidv7(),
    type: 'concordat.disclosure.refused.v1',
    subject: refusalSubject('police'),
    event,
    leafHash: hashOf(event),
  });
}

describe('what was not let through', () => {
  it('is noted with the turn of the command that left it out, or not at all', async () => {
    const entry = await book.entry(bookTask(), 'police', 'requested');
    const alive = await book.killOnWrite('sender');
    await expect(book.send(entry, { refused: refusal('diagnosis') })).rejects.toThrow();
    await alive();
    expect(await book.rows('refusal')).toEqual([]);
    expect(await book.rows('outbox')).toEqual([]);
    await book.send(entry, { refused: refusal('diagnosis') });
    expect(await book.store.refusals.unreported(9)).toMatchObject([refusal('diagnosis')]);
    expect(await book.rows('outbox')).toHaveLength(1);
  });

  it('is noted when the whole command was refused, in a turn without a row and by itself', async () => {
    await book.store.outbox.takeTurn(NO_NEEDS, () =>
      Promise.resolve({ rows: [], refusals: [refusal('diagnosis')] }),
    );
    await book.store.refusals.add([refusal('medication')]);
    const noted = await book.store.refusals.unreported(9);
    expect(noted.map(({ items }) => items[0]?.code)).toEqual(['diagnosis', 'medication']);
    expect(Object.keys(noted[0] ?? {})).not.toContain('taskId');
  });
});

describe('the report of a refusal', () => {
  const numbers = async (): Promise<number[]> =>
    (await book.store.outbox.due(99)).map(({ number }) => number);

  it('takes the next numbers of the agency, and is made once whoever tries at the same time', async () => {
    const before = await book.send(await book.entry(bookTask(), 'police', 'requested'));
    await book.store.refusals.add(['diagnosis', 'medication', 'housing'].map(refusal));
    const made = await Promise.all([1, 2, 3].map(() => book.store.refusals.report(9, compose)));
    expect([...made].sort()).toEqual([0, 0, 3]);
    expect(await numbers()).toEqual([before, before + 1, before + 2, before + 3]);
    expect(await book.store.refusals.unreported(9)).toEqual([]);
    expect(await book.send(await book.entry(bookTask(), 'police', 'requested'))).toBe(before + 4);
  });

  it('says what was refused, and names the numbers that will never come', async () => {
    const lost = await book.send(await book.entry(bookTask(), 'police', 'requested'));
    const [{ eventId } = { eventId: '' }] = await book.store.outbox.due(9);
    await book.store.outbox.refused(eventId, 10054);
    await book.store.refusals.add(['diagnosis', 'medication'].map(refusal));
    await book.store.refusals.report(9, compose);
    const said = (await book.store.outbox.due(9)).map(({ event }) => JSON.parse(event) as unknown);
    expect(said).toMatchObject([
      [refusal('diagnosis').items, { number: lost + 1, epoch: 1, skipped: [lost] }],
      [refusal('medication').items, { number: lost + 2, epoch: 1, skipped: [] }],
    ]);
  });

  it('is not half made: when one cannot be composed, or the connection dies, none is', async () => {
    await book.store.refusals.add(['diagnosis', 'medication'].map(refusal));
    const spoilt = (noted: NotedRefusal, place: ReportPlace): Promise<Report> =>
      noted.items[0]?.code === 'medication' ? Promise.reject(new Error('no key')) : compose(noted, place);
    await expect(book.store.refusals.report(9, spoilt)).rejects.toThrow('no key');
    const alive = await book.killOnWrite('sender');
    await expect(book.store.refusals.report(9, compose)).rejects.toThrow();
    await alive();
    expect(await book.rows('outbox')).toEqual([]);
    expect(await book.store.refusals.unreported(9)).toHaveLength(2);
    expect(await book.store.refusals.report(9, compose)).toBe(2);
  });

  it('goes out without a sealed part and expects no place, and is tried again when the broker has the id already', async () => {
    await book.store.refusals.add([refusal('diagnosis')]);
    await book.store.refusals.report(9, compose);
    const [due] = await book.store.outbox.due(9);
    expect(due).toMatchObject({ sealed: null, subject: 'concordat.refusal.police', indexTokens: [] });
    expect(due?.expectedSequence).toBeUndefined();
    // The broker has the id already: our own reading tells, and until then it is not sent at once again.
    await book.store.outbox.conflicted(due ? [due] : []);
    expect(await book.store.outbox.due(9)).toEqual([]);
    await book.store.database.query('UPDATE outbox SET next_attempt_at = now()');
    expect(await book.store.outbox.due(9)).toHaveLength(1);
  });

  it('goes out once, again in a new epoch, and leaves the outbox when it is proven and cosigned', async () => {
    await book.store.refusals.add([refusal('diagnosis')]);
    await book.store.refusals.report(9, compose);
    const [due] = await book.store.outbox.due(9);
    const eventId = due?.eventId ?? '';
    await book.store.outbox.recorded([{ eventId, sequence: EPOCH_STRIDE + 900 }]);
    expect(await book.store.outbox.due(9)).toEqual([]);
    await book.store.intake.enterEpoch(2, 'recovering');
    expect(await book.store.outbox.due(9)).toMatchObject([{ eventId, sealed: null }]);
    await book.store.outbox.recorded([{ eventId, sequence: 2 * EPOCH_STRIDE + 1 }]);
    await prove(hashOf(due?.event ?? ''));
    expect(await book.store.witness.clearSafe(1)).toBe(0);
    await book.store.witness.cosigned('mh-trust', 1);
    expect(await book.store.witness.clearSafe(1)).toBe(1);
    expect(await book.rows('outbox')).toEqual([]);
  });
});

/** A checkpoint over this one leaf, accepted and persisted. */
const prove = (leaf: Buffer): Promise<boolean> =>
  book.store.witness.accept(
    {
      origin: 'concordat/log/1',
      size: 1,
      range: { ...serializeRange(emptyRange), size: 1 },
      root: leaf.toString('base64url'),
      checkpoint: {},
      coverage: [],
      alarm: undefined,
    },
    {},
    0,
    [leaf.toString('hex')],
  );
