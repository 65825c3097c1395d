import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { decodeMessage, taskSubject, witnessSubject, freshKeyPair } from '#contracts';
import type { BookTask } from '../support/agency-book.js';
import { NeedStage, needOfPolice } from '../support/need-stage.js';
import { until } from '../support/waiting.js';
import { NeedVerdicts } from '../../libs/agency/src/need-verdicts.js';
import { Teller } from '../../libs/agency/src/teller.js';
import type { Speaker } from '../../libs/agency/src/words.js';

let stage: NeedStage;
let opened: NeedStage | undefined;
let verdicts: NeedVerdicts;
let speaker: Speaker;
let epoch = 0;
let need: string;
let tasks: readonly BookTask[];

beforeAll(async () => {
  opened = stage = await NeedStage.open('police');
  speaker = {
    agency: 'police',
    key: { kid: 'k'.repeat(43), privateKey: freshKeyPair('Ed25519').privateKey },
    writer: stage.writer('police'),
    epoch: () => epoch,
    directoryVersion: () => 1,
    actor: 'A'.repeat(22),
  };
  verdicts = new NeedVerdicts(stage.book.store.needs, speaker);
}, 240_000);
afterAll(() => opened?.close(), 60_000);

/** Each test has a ledger and a need of its own: two offers, of ambulance and of mh-trust. */
beforeEach(async () => {
  await stage.book.store.database.query('TRUNCATE outbox, task, event, parked, feed, need, need_candidate');
  await newEpoch('open');
  ({ id: need, tasks } = await stage.needs('ranked-parallel', ['ambulance', 'mh-trust']));
  for (const task of tasks) await takenIn(task, 'police', 'requested', { need });
});

async function newEpoch(state: 'recovering' | 'open'): Promise<void> {
  epoch += 1;
  await stage.newLedger(epoch);
  await stage.book.store.intake.enterEpoch(epoch, state);
}

async function takenIn(task: BookTask, sender: string, type: string, data: object = {}): Promise<void> {
  const entry = await stage.book.entry(task, sender, type, { data });
  const sequence = await sequenceFor(task);
  await stage.book.store.intake.takeIn([{ ...entry, sequence }]);
}

/** A place on the ledger of now. */
const sequenceFor = async ({ id }: BookTask): Promise<number> => {
  const subject = taskSubject('test', 'police', 'ambulance', id);
  const [told] = await stage
    .writer('police')
    .append([{ subject, messageId: uuidv7(), bytes: Buffer.from('x') }]);
  return told?.outcome === 'recorded' ? told.sequence : 0;
};

const row = async () => {
  const found = await stage.book.store.needs.one(need);
  if (!found) throw new Error('the need is gone');
  return found;
};

/** Reads a verdict as the intake hands it over, with the place that it has on the ledger. */
async function reads(by: string, task?: string, sequence = epoch * 2 ** 40): Promise<string> {
  const { event: jws } = await stage.claim(need, { by, ...(task !== undefined && { task }) });
  const read = { id: need, mode: 'test', sender: by, jws, sequence };
  return stage.book.store.needs.verdict({ ...read, ...(task !== undefined && { task }) });
}

const [AMBULANCE, TRUST] = [0, 1] as const;
const idOf = (index: number): string => (tasks[index] as BookTask).id;
const verdictsNow = async () => (await row()).need.verdict;

describe('what stands on the subject of a need', () => {
  it('is the verdict when it is the claim of an offer by who was offered it', async () => {
    expect(await reads('ambulance', idOf(AMBULANCE))).toBe('taken');
    expect(await verdictsNow()).toEqual({ is: 'claimed', task: idOf(AMBULANCE) });
    // The second one changes nothing, whoever says it.
    expect(await reads('mh-trust', idOf(TRUST))).toBe('refused');
    expect(await reads('police')).toBe('taken');
    expect(await verdictsNow()).toEqual({ is: 'claimed', task: idOf(AMBULANCE) });
  });

  it('is no verdict when another agency claims the offer, or an offer that is none', async () => {
    expect(await reads('mh-trust', idOf(AMBULANCE))).toBe('refused');
    expect(await reads('ambulance', uuidv7())).toBe('refused');
    expect(await verdictsNow()).toBeUndefined();
  });

  it('is the closing of its asker, for the reason that was wanted', async () => {
    const actor = { ref: 'A'.repeat(22), role: 'dispatcher', type: 'person' } as const;
    await stage.book.store.needs.wantClosed(need, { reason: 'met-elsewhere', unit: 'control-room', actor });
    await verdicts.close(await row());
    expect(await stage.count(needOfPolice(need))).toBe(1);
    expect(await reads('police')).toBe('taken');
    expect(await verdictsNow()).toEqual({ is: 'closed', reason: 'met-elsewhere' });
  });

  it('is no closing where a claim came first', async () => {
    const actor = { ref: 'A'.repeat(22), role: 'dispatcher', type: 'person' } as const;
    await stage.states('ambulance', await stage.claim(need, { by: 'ambulance', task: idOf(AMBULANCE) }));
    await stage.book.store.needs.wantClosed(need, { reason: 'met-elsewhere', unit: 'control-room', actor });
    await verdicts.close(await row());
    expect(await stage.count(needOfPolice(need))).toBe(1);
  });

  it('spoils the need when it is neither, since no claim can stand behind it', async () => {
    await stage.book.store.needs.spoil(need, epoch * 2 ** 40);
    expect(await verdictsNow()).toEqual({ is: 'spoilt' });
    await reads('ambulance', idOf(AMBULANCE));
    await stage.book.store.needs.spoil(need, epoch * 2 ** 40);
    expect(await verdictsNow()).toEqual({ is: 'claimed', task: idOf(AMBULANCE) });
  });
});

describe('a need with a verdict, when the broker was rebuilt', () => {
  /** The claim was read on the ledger that is lost. */
  async function claimed(): Promise<string> {
    const claim = await stage.claim(need, { by: 'ambulance', task: idOf(AMBULANCE) });
    const sequence = await stage.states('ambulance', claim);
    const read = { id: need, mode: 'test', sender: 'ambulance', jws: claim.event, sequence };
    await stage.book.store.needs.verdict({ ...read, task: idOf(AMBULANCE) });
    return claim.event;
  }
  const unstated = async (): Promise<readonly string[]> =>
    (await stage.book.store.needs.unstated()).map(({ id }) => id);
  /** Whether the other one, who was not selected and does not know it, can still accept. */
  async function otherAccepts(): Promise<string> {
    const subject = taskSubject('test', 'police', 'mh-trust', idOf(TRUST));
    const claim = await stage.claim(need, { by: 'mh-trust', task: idOf(TRUST), epoch });
    const { messageId, event } = claim;
    const bytes = Buffer.from(event);
    const [told] = await stage.writer('mh-trust').append([
      {
        subject,
        messageId: uuidv7(),
        bytes,
        companion: { subject: claim.subject, messageId, expectedSequence: 0, bytes },
      },
    ]);
    return told?.outcome ?? '';
  }

  it('is stated again with the same bytes, and then nobody else can accept', async () => {
    const claim = await claimed();
    expect(await unstated()).toEqual([]);
    await newEpoch('recovering');
    expect(await unstated()).toEqual([need]);
    expect(await verdicts.restate()).toBe(0);
    expect(await unstated()).toEqual([]);
    const stands = await stage.owner.newest(needOfPolice(need));
    expect(decodeMessage(stands?.data ?? new Uint8Array())).toEqual({ event: claim });
    expect(await otherAccepts()).toBe('conflict');
    expect(await verdictsNow()).toEqual({ is: 'claimed', task: idOf(AMBULANCE) });
  });

  it('is left as it is when its winner was quicker to send again', async () => {
    const event = await claimed();
    await newEpoch('recovering');
    await stage.states('ambulance', { subject: needOfPolice(need), messageId: uuidv7(), event });
    expect(await verdicts.restate()).toBe(0);
    expect(await unstated()).toEqual([]);
    expect(await stage.count(needOfPolice(need))).toBe(1);
    expect(await otherAccepts()).toBe('conflict');
  });

  it('is closed where only the acceptance is known, and its winner stays the winner', async () => {
    await takenIn(tasks[AMBULANCE] as BookTask, 'ambulance', 'accepted');
    await newEpoch('recovering');
    expect(await unstated()).toEqual([need]);
    await verdicts.restate();
    expect(await otherAccepts()).toBe('conflict');
    // This agency reads its own closing, and does not take it for the verdict.
    expect(await reads('police')).toBe('taken');
    expect(await verdictsNow()).toEqual({ is: 'claimed', task: idOf(AMBULANCE) });
  });

  it('needs no word when every other offer is closed, or when it has no verdict', async () => {
    const other = await stage.needs('ranked-parallel', ['ambulance', 'mh-trust']);
    await claimed();
    await takenIn(tasks[TRUST] as BookTask, 'police', 'cancelled', { reason: 'not-selected' });
    await newEpoch('recovering');
    expect(await unstated()).toEqual([]);
    expect((await stage.book.store.needs.one(other.id))?.need.verdict).toBeUndefined();
  });

  it('keeps its agency from saying that it has sent everything again until it is stated', async () => {
    await claimed();
    await newEpoch('recovering');
    let looked = 0;
    const teller = new Teller({
      witness: stage.book.store.witness,
      outbox: stage.book.store.outbox,
      speaker,
      cosignatures: () => 1,
      unstated: async () => {
        looked += 1;
        return (await unstated()).length;
      },
      onFault: (what, error) => {
        throw new Error(what, { cause: error });
      },
    });
    const stop = new AbortController();
    const telling = teller.run(stop.signal);
    const saidResent = async (): Promise<boolean> => {
      const word = await stage.owner.newest(witnessSubject('police'));
      if (!word) return false;
      const { event } = decodeMessage(word.data);
      const said = Buffer.from(event.split('.')[1] ?? '', 'base64url').toString();
      return (JSON.parse(said) as { data: { resent?: object } }).data.resent !== undefined;
    };
    await until('the teller has looked twice', () => looked >= 2);
    expect(await saidResent()).toBe(false);
    await verdicts.restate();
    await until('the agency says that it has sent again', saidResent);
    stop.abort();
    await telling;
  }, 30_000);
});

describe('the report of what went unmet', () => {
  it('counts declines and silence by kind, unit and reason, and needs that nobody met', async () => {
    const declined = { reason: 'no-capacity' };
    await takenIn(tasks[AMBULANCE] as BookTask, 'ambulance', 'rejected', declined);
    // What its asker did not want any more counts as nothing, and silence as what it is.
    for (const task of tasks.slice(TRUST))
      await takenIn(task, 'police', 'cancelled', { reason: 'duplicate' });
    const silent = await stage.needs('one-after-another', ['ambulance']);
    const [unanswered] = silent.tasks as [BookTask];
    await takenIn(unanswered, 'police', 'requested', { need: silent.id });
    await takenIn(unanswered, 'police', 'cancelled', { reason: 'duplicate' });
    await stage.book.store.database.query(
      `UPDATE task SET state = jsonb_set(state, '{statusReason}', '"no-response"') WHERE task_id = $1`,
      [unanswered.id],
    );
    const more = await stage.needs('one-after-another', ['ambulance']);
    const [task] = more.tasks as [BookTask];
    await takenIn(task, 'police', 'requested', { need: more.id });
    await takenIn(task, 'ambulance', 'rejected', declined);
    await stage.book.store.needs.unmet(more.id, 'nobody-took-it');
    const { tasks: missed, needs: unmet } = await stage.book.store.unmet.report({});
    const of = { mode: 'test', kind: 'welfare-check' };
    const to = { agency: 'ambulance', unit: 'crew' };
    expect(missed).toEqual([
      { ...of, to, status: 'rejected', reason: 'no-capacity', count: 2 },
      { ...of, to, status: 'cancelled', reason: 'no-response', count: 1 },
    ]);
    expect(unmet).toEqual([
      {
        ...of,
        from: { agency: 'police', unit: 'control-room' },
        because: 'nobody-took-it',
        count: 1,
        reasons: [{ reason: 'no-capacity', count: 1 }],
      },
    ]);
    const before = await stage.book.store.unmet.report({ to: '2020-01-01T00:00:00Z' });
    expect(before).toEqual({ tasks: [], needs: [] });
  });
});
