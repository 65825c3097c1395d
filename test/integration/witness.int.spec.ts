import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, type KeyObject } from 'node:crypto';
import { freshKeyPair, type CheckpointSignedData, type LogOpenedData, type WitnessedData } from '#contracts';
import {
  appendLeaves,
  cosign,
  emptyRange,
  formatCheckpoint,
  leafHash,
  rangeRoot,
  signCheckpoint,
} from '#transparency';
import { LogWitness, witnessName } from '../../libs/agency/src/witness.js';
import { AgencyBook } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;
let alarms: string[];
let police: LogWitness;

const log = freshKeyPair('Ed25519');
const keys = new Map(['police', 'ambulance'].map((agency) => [agency, freshKeyPair('Ed25519')]));

beforeAll(async () => {
  opened = book = await AgencyBook.open('police');
}, 180_000);
afterAll(() => opened?.close(), 60_000);

beforeEach(async () => {
  await book.store.database.query('TRUNCATE log_state, accepted_root, witness');
  alarms = [];
  police = witnessOf('police');
});

/** A log as the audit service keeps it: what it announces is what it holds. */
class Log {
  constructor(
    readonly origin: string,
    readonly leaves: Buffer[] = [],
  ) {}

  grow(count: number): this {
    for (let more = 0; more < count; more += 1) this.leaves.push(leafHash(randomBytes(20)));
    return this;
  }

  root(size = this.leaves.length): Buffer {
    return rangeRoot(appendLeaves(emptyRange, this.leaves.slice(0, size)));
  }

  /** The announcement of the first `size` leaves, with those from `from` on. */
  announced(from: number, size = this.leaves.length): CheckpointSignedData {
    const { origin } = this;
    const note = signCheckpoint({ origin, size, root: this.root(size) }, log.privateKey);
    const signature = Buffer.from(note.trimEnd().split(' ').at(-1) ?? '', 'base64').subarray(4);
    return {
      origin,
      size,
      root: this.root(size).toString('base64url'),
      signature: signature.toString('base64url'),
      from,
      leaves: this.leaves.slice(from, size).map((leaf) => leaf.toString('base64url')),
      coverage: [],
    };
  }

  closed(size = this.leaves.length): LogOpenedData['previous'] & object {
    return { origin: this.origin, size, root: this.root(size).toString('base64url') };
  }
}

function witnessOf(agency: string): LogWitness {
  return new LogWitness({
    agency,
    store: book.store.witness,
    key: keys.get(agency)?.privateKey as KeyObject,
    logKey: () => log.publicKey,
    witnessKey: (name) => keys.get(name)?.publicKey,
    leaves: () => Promise.reject(new Error('nobody has to be asked here')),
    now: () => 1_800_000_000,
    alarm: (what) => void alarms.push(what),
  });
}

/** What ambulance says once it has accepted `announced`. */
function wordOver({ origin, size, root }: CheckpointSignedData): WitnessedData {
  const text = formatCheckpoint({ origin, size, root: Buffer.from(root, 'base64url') });
  const key = keys.get('ambulance')?.privateKey as KeyObject;
  const line = cosign(text, { name: witnessName('ambulance'), key, time: 7 });
  const blob = Buffer.from(line.split(' ').at(-1) ?? '', 'base64');
  const signature = blob.subarray(12).toString('base64url');
  return { cosignature: { origin, size, root, time: 7, signature }, holds: [] };
}

const state = () => book.store.witness.log();
const cosigned = async (): Promise<unknown> => (await book.store.witness.untold(1)).cosignature;
const refused = { code: 'CHECKPOINT_REFUSED' };

describe('a witness', () => {
  it('accepts a log that only grows, and cosigns what it persisted', async () => {
    const one = new Log('concordat/log/1').grow(3);
    await police.checkpoint(one.announced(0));
    await police.checkpoint(one.grow(2).announced(3));
    expect(await state()).toMatchObject({
      origin: one.origin,
      size: 5,
      root: one.root().toString('base64url'),
    });
    expect(await cosigned()).toMatchObject({ origin: one.origin, size: 5 });
    // The same again, and an older one, change nothing.
    await police.checkpoint(one.announced(0, 3));
    await police.checkpoint(one.announced(3));
    expect(await state()).toMatchObject({ size: 5, alarm: undefined });
    expect(alarms).toEqual([]);
  });

  it.each([
    ['a fork: another leaf where one was accepted', 3, 4],
    ['a roll-back that grew again beyond what was accepted', 3, 7],
    ['a rewritten log of the same size', 0, 5],
  ])('raises the alarm at %s, and never cosigns again', async (_what, common, size) => {
    const one = new Log('concordat/log/1').grow(5);
    await police.checkpoint(one.announced(0, 4));
    await police.checkpoint(one.announced(4));
    const told = await book.store.witness.untold(9);
    await book.store.witness.told(told);
    const other = new Log(one.origin, one.leaves.slice(0, common)).grow(size - common);
    await expect(police.checkpoint(other.announced(common))).rejects.toMatchObject(refused);
    expect(alarms).toHaveLength(1);
    expect((await state())?.alarm).toContain('contradicts itself');
    // Not even the true log is cosigned any more: a person has to look.
    await expect(police.checkpoint(one.grow(1).announced(5))).rejects.toMatchObject(refused);
    expect(await cosigned()).toBeUndefined();
  });

  it('raises the alarm when another agency was shown another log', async () => {
    const one = new Log('concordat/log/1').grow(5);
    await police.checkpoint(one.announced(0));
    const other = new Log(one.origin, one.leaves.slice(0, 4)).grow(1);
    await expect(police.word('ambulance', wordOver(other.announced(0)))).rejects.toMatchObject(refused);
    expect(alarms).toHaveLength(1);
  });

  it('counts another agency’s cosignature over what it accepted itself', async () => {
    const one = new Log('concordat/log/1').grow(5);
    await police.checkpoint(one.announced(0));
    await police.word('ambulance', wordOver(one.announced(0)));
    expect(await book.store.witness.words()).toMatchObject([{ agency: 'ambulance', cosignedSize: 5 }]);
    expect(witnessName('ambulance')).toBe('concordat/witness/ambulance');
  });
});

describe('a witness of a log that was closed', () => {
  async function closedLog(): Promise<{ one: Log; two: Log }> {
    const one = new Log('concordat/log/1').grow(5);
    await police.checkpoint(one.announced(0));
    return { one, two: new Log('concordat/log/2').grow(2) };
  }
  const open = (two: Log, previous: LogOpenedData['previous']): Promise<void> =>
    police.opened({ origin: two.origin, ...(previous && { previous }) }, two.leaves[0] as Buffer);

  it('follows to the log behind it, and starts from its first leaf', async () => {
    const { one, two } = await closedLog();
    await police.word('ambulance', wordOver(one.announced(0)));
    await open(two, one.closed());
    await police.checkpoint(two.announced(0));
    await police.checkpoint(two.grow(3).announced(2));
    expect(await state()).toMatchObject({
      origin: two.origin,
      size: 5,
      alarm: undefined,
      successor: undefined,
    });
    expect(await cosigned()).toMatchObject({ origin: two.origin, size: 5 });
    // What was cosigned in the closed log is no safety in the new one, and old words do no harm.
    expect(await book.store.witness.words()).toMatchObject([{ cosignedSize: 0 }]);
    await police.checkpoint(one.announced(0));
    await police.word('ambulance', wordOver(one.announced(0)));
    expect(await book.store.witness.words()).toMatchObject([{ cosignedSize: 0 }]);
    expect(alarms).toEqual([]);
  });

  it.each([
    ['forgets leaves that were accepted', (one: Log) => one.closed(4)],
    [
      'names another root',
      (one: Log) => ({ ...one.closed(), root: new Log('x').grow(5).root().toString('base64url') }),
    ],
    ['names another log', (one: Log) => ({ ...one.closed(), origin: 'concordat/log/9' })],
    ['names none', () => undefined],
  ])('raises the alarm when the new one %s', async (_what, previous) => {
    const { one, two } = await closedLog();
    await expect(open(two, previous(one))).rejects.toMatchObject(refused);
    expect((await state())?.alarm).toBeDefined();
  });

  it('raises the alarm at a log that nobody opened, and at one with another first leaf', async () => {
    const { one, two } = await closedLog();
    await open(two, one.closed());
    const third = new Log('concordat/log/3').grow(1);
    await expect(police.checkpoint(third.announced(0))).rejects.toMatchObject(refused);
    await book.store.database.query('UPDATE log_state SET alarm = NULL');
    const false2 = new Log(two.origin).grow(2);
    await expect(police.checkpoint(false2.announced(0))).rejects.toMatchObject(refused);
  });
});
