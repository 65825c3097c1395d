import { describe, expect, it } from '@jest/globals';
import { EVENT_CLASSES, encodeEvent, type EventType, type LedgerEvent } from './event.js';
import { Sealer, sealedHash } from './jwe.js';
import { signJws } from './jws.js';
import type { Message } from './message.js';
import { needSubject, taskSubject } from './subjects.js';
import { verifyMessage, type Trust } from './verify.js';
import {
  TASK_ID,
  VOCABULARY,
  requestEvent,
  sampleEvent,
  sealingKey,
  signingKey,
  thrownBy,
} from './worked-message.js';

const MEMBERS = ['police', 'ambulance', 'acute-hospital', 'keeper', 'audit'];
const keys = new Map(MEMBERS.map((member) => [member, signingKey(member)] as const));
const keyOf = (member: string): ReturnType<typeof signingKey> => keys.get(member) ?? signingKey(member);

const VOCAB = { ...VOCABULARY, agency: new Set(['police', 'ambulance', 'acute-hospital']) };
const trust: Trust = {
  vocabulary: VOCAB,
  findKey: (kid) => {
    const found = [...keys].find(([, key]) => key.kid === kid);
    return found && { member: found[0], publicKey: found[1].publicKey };
  },
};
/** As at a place of the ledger behind the revocation of all keys of `member`. */
const revoked = (member: string): Trust => ({
  ...trust,
  findKey: (kid) => (kid === keyOf(member).kid ? undefined : trust.findKey(kid)),
});

const sealed = new Sealer().seal(TASK_ID, [sealingKey('ambulance')], '{}');
const request = requestEvent({ sealedhash: sealedHash(sealed) });
const SUBJECT = taskSubject('actual', 'police', 'ambulance', TASK_ID);

async function messageOf(event: unknown, signer = 'police'): Promise<Message> {
  return { event: await signJws(encodeEvent(event as LedgerEvent), keyOf(signer)), sealed };
}

const codeOf = async (message: Message, subject = SUBJECT, by = trust): Promise<unknown> =>
  ((await thrownBy(() => verifyMessage(message, subject, by))) as { code?: unknown }).code;

describe('A message on the ledger', () => {
  it('that is right in every way gives its event', async () => {
    expect(await verifyMessage(await messageOf(request), SUBJECT, trust)).toEqual(request);
  });

  it.each([
    ['another mode', taskSubject('exercise', 'police', 'ambulance', TASK_ID)],
    ['another task', taskSubject('actual', 'police', 'ambulance', 'a1931c6e-7a10-7c3a-9a50-3d1f5b0c2e11')],
    ['another performer', taskSubject('actual', 'police', 'acute-hospital', TASK_ID)],
    ['another asker', taskSubject('actual', 'acute-hospital', 'ambulance', TASK_ID)],
    ['asker and performer changed about', taskSubject('actual', 'ambulance', 'police', TASK_ID)],
    ['a subject of no task', 'concordat.status'],
    ['a subject with more behind it', `${SUBJECT}.more`],
  ])('is refused on a subject that is not its own: %s', async (_name, subject) => {
    expect(await codeOf(await messageOf(request), subject)).toBe('WRONG_SUBJECT');
  });

  it('is refused when another member signed it', async () => {
    expect(await codeOf(await messageOf(request, 'ambulance'))).toBe('UNKNOWN_KEY');
  });

  it('is refused when a member signs as another that the directory holds', async () => {
    const event = { ...request, source: '/ambulance/control-room' };
    expect(await codeOf(await messageOf(event, 'police'))).toBe('UNKNOWN_KEY');
  });

  it('is refused when the key is not in the directory, or is revoked at this place', async () => {
    expect(await codeOf(await messageOf(request, 'stranger'))).toBe('UNKNOWN_KEY');
    expect(await codeOf(await messageOf(request), SUBJECT, revoked('police'))).toBe('UNKNOWN_KEY');
    expect(await verifyMessage(await messageOf(request), SUBJECT, revoked('ambulance'))).toEqual(request);
  });

  it('is refused when its payload was changed after signing', async () => {
    const message = await messageOf(request);
    const [header, , signature] = message.event.split('.') as [string, string, string];
    const other = Buffer.from(encodeEvent({ ...request, sendernumber: 8 })).toString('base64url');
    expect(await codeOf({ ...message, event: `${header}.${other}.${signature}` })).toBe('BAD_SIGNATURE');
  });

  it('is refused with a code that the directory does not hold', async () => {
    const event = { ...request, data: { ...request.data, urgency: 'jane-smith' } };
    expect(await codeOf(await messageOf(event))).toBe('UNKNOWN_CODE');
    const other = { ...request, actorrole: 'astronaut' };
    expect(await codeOf(await messageOf(other))).toBe('UNKNOWN_CODE');
  });

  it('is refused when its sealed part was changed, exchanged or taken away', async () => {
    const { event } = await messageOf(request);
    const exchanged = new Sealer().seal(TASK_ID, [sealingKey('ambulance')], '{}');
    for (const other of [`${sealed} `, exchanged, '']) {
      expect(await codeOf({ event, sealed: other })).toBe('SEALED_MISMATCH');
    }
    expect(await codeOf({ event })).toBe('SEALED_MISMATCH');
  });

  it('is refused with a bundle, which all can read, beside anything but a directory', async () => {
    const message = { ...(await messageOf(request)), bundle: { note: 'Jane Smith' } };
    expect(await codeOf(message)).toBe('MALFORMED');
  });

  it('that answers a request may come from asker or performer, and from no third', async () => {
    const answer = { ...request, type: 'concordat.task.informed.v1', data: {} };
    for (const member of ['police', 'ambulance']) {
      const message = await messageOf({ ...answer, source: `/${member}/control-room` }, member);
      expect((await verifyMessage(message, SUBJECT, trust)).source).toBe(`/${member}/control-room`);
    }
    const third = await messageOf({ ...answer, source: '/acute-hospital/control-room' }, 'acute-hospital');
    expect(await codeOf(third)).toBe('WRONG_SUBJECT');
  });

  it('that asks comes from the asker alone', async () => {
    const event = { ...request, source: '/ambulance/control-room' };
    expect(await codeOf(await messageOf(event, 'ambulance'))).toBe('WRONG_SUBJECT');
  });
});

describe('A message of no task', () => {
  const HOMES = [
    ['concordat.directory.published.v1', 'keeper', 'concordat.directory'],
    ['concordat.status.reported.v1', 'keeper', 'concordat.status'],
    ['concordat.exercise.clock.v1', 'keeper', 'concordat.exercise'],
    ['concordat.checkpoint.signed.v1', 'audit', 'concordat.checkpoint'],
    ['concordat.audit.read.v1', 'audit', 'concordat.audit'],
    ['concordat.audit.values-opened.v1', 'audit', 'concordat.audit'],
    ['concordat.audit.hold-placed.v1', 'audit', 'concordat.audit'],
    ['concordat.audit.hold-released.v1', 'audit', 'concordat.audit'],
    ['concordat.audit.erased.v1', 'audit', 'concordat.audit'],
    ['concordat.audit.erasure-refused.v1', 'audit', 'concordat.audit'],
    ['concordat.audit.log-opened.v1', 'audit', 'concordat.audit'],
    ['concordat.erasure.answered.v1', 'police', 'concordat.erasure.police'],
    ['concordat.witness.witnessed.v1', 'police', 'concordat.witness.police'],
    ['concordat.deadletter.reported.v1', 'police', 'concordat.deadletter.police'],
    ['concordat.disclosure.refused.v1', 'police', 'concordat.refusal.police'],
    ['concordat.roster.published.v1', 'police', 'concordat.roster.police'],
    ['concordat.need.claimed.v1', 'police', `concordat.actual.need.police.${TASK_ID}`],
  ] as const;

  async function unsealed(type: EventType, sender: string): Promise<Message> {
    const { sealedhash: _none, ...event } = sampleEvent(type);
    const source = MEMBERS.slice(3).includes(sender) ? `/${sender}` : `/${sender}/control-room`;
    return { event: (await messageOf({ ...event, source }, sender)).event };
  }

  it.each(HOMES)('%s of %s stands on %s and nowhere else', async (type, sender, subject) => {
    const message = await unsealed(type, sender);
    expect((await verifyMessage(message, subject, trust)).type).toBe(type);
    const elsewhere = [
      'concordat.witness.ambulance',
      'concordat.refusal.ambulance',
      'concordat.erasure.ambulance',
      'concordat.roster.ambulance',
      SUBJECT,
    ];
    for (const other of [...HOMES.map(([, , home]) => home), ...elsewhere]) {
      if (other !== subject) expect(await codeOf(message, other)).toBe('WRONG_SUBJECT');
    }
  });

  it('may carry a bundle when it publishes a directory', async () => {
    const message = {
      ...(await unsealed('concordat.directory.published.v1', 'keeper')),
      bundle: { version: 7 },
    };
    await expect(verifyMessage(message, 'concordat.directory', trust)).resolves.toBeDefined();
  });

  it.each(HOMES.slice(0, 4))('%s is refused from an agency', async (type, _sender, subject) => {
    expect(await codeOf(await unsealed(type, 'police'), subject)).toBe('WRONG_SUBJECT');
  });

  it('is of every type that is no task type', () => {
    const others = Object.keys(EVENT_CLASSES).filter((type) => !type.startsWith('concordat.task.'));
    expect(HOMES.map(([type]) => type).sort()).toEqual(others.sort());
  });
});

describe('The verdict of a need', () => {
  const OF_POLICE = needSubject('actual', 'police', TASK_ID);
  const other = 'a1931c6e-7a10-7c3a-9a50-3d1f5b0c2e11';

  async function claim(sender: string, data: object): Promise<Message> {
    const { sealedhash: _none, ...event } = sampleEvent('concordat.need.claimed.v1');
    const source = `/${sender}/control-room`;
    return { event: (await messageOf({ ...event, source, data }, sender)).event };
  }

  it('may be the claim of any agency for an offer, since only the asker knows whom it offered it to', async () => {
    for (const sender of ['police', 'ambulance']) {
      const message = await claim(sender, { need: TASK_ID, task: other });
      expect((await verifyMessage(message, OF_POLICE, trust)).source).toBe(`/${sender}/control-room`);
    }
  });

  it('is a closing only when the asker itself says it', async () => {
    const closing = { need: TASK_ID };
    expect((await verifyMessage(await claim('police', closing), OF_POLICE, trust)).data).toEqual(closing);
    expect(await codeOf(await claim('ambulance', closing), OF_POLICE)).toBe('WRONG_SUBJECT');
  });

  it.each([
    ['another need', needSubject('actual', 'police', other), { need: TASK_ID, task: other }],
    ['another mode', needSubject('exercise', 'police', TASK_ID), { need: TASK_ID, task: other }],
    ['a need that its data do not name', OF_POLICE, { need: other, task: other }],
    ['a task', SUBJECT, { need: TASK_ID, task: other }],
  ])('is refused on the subject of %s', async (_name, subject, data) => {
    expect(await codeOf(await claim('ambulance', data), subject)).toBe('WRONG_SUBJECT');
  });
});
