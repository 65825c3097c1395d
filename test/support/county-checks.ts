import { expect } from '@jest/globals';
import type { County } from './county.js';
import type { Caller, ShownEvent } from './county-client.js';
import { until } from './waiting.js';

/** What a check may leave out, because the test itself broke it. */
export interface CheckOptions {
  /** After a new epoch events stand on the ledger again, at other places: their order there says nothing. */
  readonly newEpoch?: boolean;
}

/** States in which a row has nothing left to wait for and nothing to lose. */
const ENDED = new Set(['lost', 'expired-unsent', 'refused']);

interface StoryEvent {
  readonly eventId: string;
  readonly version: number;
  readonly leafIndex: number;
}

/**
 * The whole county tells one story: every task is the same to both parties and to the audit log, version by version, each
 * event is one leaf and each leaf one event, senders' numbers have no gap that is not named, outboxes are empty and nobody
 * has put anything aside.
 */
export async function expectNothingLostNothingDoubled(
  county: County,
  options: CheckOptions = {},
): Promise<void> {
  await everyoneSpeaksOnce(county);
  for (let tries = 1; ; tries += 1) {
    await untilQuiet(county);
    if (tries < 5 && (await isNumberMissing(county))) {
      // Both parties say that a task has expired. Whose word loses names its number with its next one: so there has to be one.
      await everyoneSpeaksOnce(county);
      continue;
    }
    const before = await spoken(county);
    try {
      return await expectOnce(county, options);
    } catch (error) {
      // Deadlines pass while the test looks: where somebody spoke meanwhile, all is looked at again.
      if (tries === 5 || (await spoken(county)) === before) throw error;
    }
  }
}

/** Whether a number of an agency is neither in the log nor named there as one that never comes. */
async function isNumberMissing(county: County): Promise<boolean> {
  const { coverage } = await county.auditStatus();
  return coverage.some(({ missing }) => missing.length > 0);
}

/** How far the agencies' numbers are in the log. */
async function spoken(county: County): Promise<string> {
  const { coverage } = await county.auditStatus();
  const codes = new Set(county.agencies.map(({ code }) => code));
  return JSON.stringify(coverage.filter(({ sender }) => codes.has(sender)));
}

async function expectOnce(county: County, options: CheckOptions): Promise<void> {
  const events = new Map<string, ShownEvent>();
  const leaves = new Map<string, number>();
  for (const [taskId, parties] of await partiesByTask(county)) {
    const stories = await Promise.all(parties.map((party) => party.events(taskId)));
    const [first] = stories as [readonly ShownEvent[]];
    expect(parties.length).toBe(2);
    for (const story of stories) expect(outline(story)).toEqual(outline(first));
    // A request that was never sent is a task with no events, known to its asker alone; it was left out above.
    expect(first.map(({ version }) => version)).toEqual(first.map((_, index) => index + 1));
    await expectAudited(county, taskId, first, { leaves, ...options });
    for (const event of first) {
      expect(events.has(event.eventId)).toBe(false);
      events.set(event.eventId, event);
    }
  }
  expectNumbersWithoutGap([...events.values()]);
  await expectLeavesAreEvents(county, [...events.values()], leaves);
  await expectNothingPutAside(county);
}

/** Every agency asks the next one for something, so that each names the numbers that never came. */
async function everyoneSpeaksOnce({ agencies }: County): Promise<void> {
  for (const [index, agency] of agencies.entries()) {
    const other = agencies[(index + 1) % agencies.length] as Caller;
    const { eventId } = await until(`${agency.code} takes a request`, async () => {
      const told = await agency.asks(other.code);
      if (told.state !== undefined) return told;
      throw new Error(`${told.status} ${told.code}`);
    });
    await agency.untilMessage(eventId);
  }
}

/** Waits until every outbox has let go of all that was recorded: proven, cosigned and held by the addressee. */
async function untilQuiet({ agencies }: County): Promise<void> {
  for (const agency of agencies) {
    await until(`the outbox of ${agency.code} is empty`, async () => {
      const { states } = (await agency.status()).outbox;
      if (Object.keys(states).every((state) => ENDED.has(state))) return true;
      throw new Error(JSON.stringify(states));
    });
  }
}

async function partiesByTask({ agencies }: County): Promise<Map<string, Caller[]>> {
  const parties = new Map<string, Caller[]>();
  for (const agency of agencies) {
    const tasks = await agency.tasks();
    expect(tasks.length).toBeLessThan(999);
    for (const taskId of tasks) {
      if ((await agency.sees(taskId)) === undefined) continue;
      parties.set(taskId, [...(parties.get(taskId) ?? []), agency]);
    }
  }
  return parties;
}

const outline = (events: readonly ShownEvent[]) =>
  events.map(({ version, eventId, sender, signed }) => ({ version, eventId, sender, signed }));

async function expectAudited(
  county: County,
  taskId: string,
  events: readonly ShownEvent[],
  { leaves, newEpoch }: CheckOptions & { leaves: Map<string, number> },
): Promise<void> {
  const { status, body } = await county.audit(`/tasks/${taskId}/story`);
  expect([taskId, status]).toEqual([taskId, 200]);
  const told = body['events'] as readonly StoryEvent[];
  expect(told.map(({ eventId, version }) => ({ eventId, version }))).toEqual(
    events.map(({ eventId, version }) => ({ eventId, version })),
  );
  for (const { eventId, leafIndex } of told) leaves.set(eventId, leafIndex);
  if (newEpoch) return;
  // Leaves may stand in another order: what is delivered again comes after what is delivered first.
  const places = events.map(({ sequence }) => sequence);
  expect(places).toEqual([...places].sort((a, b) => a - b));
}

function expectNumbersWithoutGap(events: readonly ShownEvent[]): void {
  for (const sender of new Set(events.map((event) => event.sender))) {
    const own = events.filter((event) => event.sender === sender);
    const used = own.map(({ event }) => event.sendernumber);
    const skipped = own.flatMap(({ event }) => event.data.skipped ?? []);
    const all = [...used, ...skipped].sort((a, b) => a - b);
    expect({ sender, numbers: all }).toEqual({ sender, numbers: all.map((_, index) => index + 1) });
  }
}

/** As many leaves as numbered events of each sender, no two events on one leaf, and the very bytes that the parties hold. */
async function expectLeavesAreEvents(
  county: County,
  events: readonly ShownEvent[],
  leaves: ReadonlyMap<string, number>,
): Promise<void> {
  expect(new Set(leaves.values()).size).toBe(leaves.size);
  const { size, coverage } = await county.auditStatus();
  const counted = coverage.map(({ sender, through, missing }) => {
    const own = events.filter((event) => event.sender === sender);
    const skipped = own.flatMap(({ event }) => event.data.skipped ?? []);
    return { sender, missing, leaves: through - skipped.length };
  });
  expect(counted.reduce((sum, { leaves }) => sum + leaves, 0)).toBe(size);
  for (const { code } of county.agencies) {
    const sent = events.filter(({ sender }) => sender === code).length;
    const found = counted.find(({ sender }) => sender === code);
    expect(found).toEqual({ sender: code, missing: [], leaves: sent });
  }
  for (const { eventId, signed } of events.slice(-20)) {
    expect((await county.audit(`/events/${eventId}`)).body).toMatchObject({ event: signed });
  }
}

async function expectNothingPutAside(county: County): Promise<void> {
  for (const agency of county.agencies) {
    const { body } = await agency.get('/dead-letters');
    expect({ agency: agency.code, ...body }).toEqual({ agency: agency.code, ledger: [], webhooks: [] });
    expect((await agency.status()).log.alarm).toBeNull();
  }
  const { refused, alarms } = await county.auditStatus();
  expect({ refused, alarms }).toEqual({ refused: {}, alarms: [] });
}
