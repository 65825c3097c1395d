import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { compactVerify, generalDecrypt, importJWK, type GeneralJWE } from 'jose';
import { verifyMessage, type Message } from '#contracts';
import {
  SIGNATURE_TYPE,
  leafHash,
  noteVerifier,
  openNote,
  parseCheckpoint,
  verifyInclusion,
} from '#transparency';
import type { Directory, KeyUse } from '#directory';
import type { County } from './county.js';
import { LedgerBooks, privateKeysOf, rowsOf, trustIn, type LedgerMessage } from './e2e-books.js';
import type { Recorded } from './e2e-desk.js';
import { until } from './waiting.js';

/** In which every witness has cosigned a checkpoint, when nobody asks meanwhile, in ms. */
const SETTLING_MS = 1_500;

/** An event as the audit service gives it, with its proof. */
interface Proven {
  readonly index: number;
  readonly event: string;
  readonly leafHash: string;
  readonly size: number;
  readonly proof: readonly string[];
  readonly checkpoint: string;
}

/** What the ledger has of an event, with the directory to judge it by. */
async function onLedger(
  county: County,
  { sequence }: Recorded,
): Promise<LedgerMessage & { directory: Directory }> {
  const books = await LedgerBooks.open(county);
  try {
    return { ...(await books.at(sequence)), directory: await books.directory() };
  } finally {
    await books.close();
  }
}

/**
 * The signed text is the same on the ledger, in both agencies' databases, in the audit database and in the audit
 * service's answer; it is the leaf; its inclusion proof leads to a checkpoint that the log signed and others cosigned.
 */
export async function expectSameBytesEverywhere(county: County, told: Recorded): Promise<void> {
  const { message, directory } = await onLedger(county, told);
  const text = message.event;
  for (const agency of ['police', 'ambulance']) {
    const rows = await rowsOf(
      county,
      agency,
      'SELECT event, sealed, sequence FROM event WHERE event_id = $1',
      [told.eventId],
    );
    expect(rows).toEqual([{ event: text, sealed: message.sealed, sequence: String(told.sequence) }]);
  }
  const leaves = await until('the log has the leaf', async () => {
    const rows = await rowsOf(
      county,
      'audit',
      'SELECT l.event, l.hash, s.box FROM leaf l JOIN sealed_part s ON s.leaf_index = l.index WHERE l.event_id = $1',
      [told.eventId],
    );
    return rows.length > 0 && rows;
  });
  const hash = leafHash(Buffer.from(text, 'ascii'));
  expect(leaves).toEqual([{ event: text, hash, box: expect.any(Buffer) as unknown }]);
  // The log wraps the sealed part once more, under the key of the person.
  expect(Buffer.from(leaves[0]?.['box'] as Buffer).includes(message.sealed ?? '')).toBe(false);
  await expectProven(county, { told, text, hash, directory });
}

async function expectProven(
  county: County,
  { told, text, hash, directory }: { told: Recorded; text: string; hash: Buffer; directory: Directory },
): Promise<void> {
  const raw = (member: string, use: KeyUse): Buffer =>
    Buffer.from(directory.activeKey(member, use)?.x as string, 'base64url');
  const witnesses = directory.agencyCodes.map((code) =>
    noteVerifier(`concordat/witness/${code}`, SIGNATURE_TYPE.cosignature, raw(code, 'witness')),
  );
  const { origin } = (await county.audit('/status')).body as { origin: string };
  const log = noteVerifier(origin, SIGNATURE_TYPE.ed25519, raw('audit', 'log'));
  await until(`a cosigned checkpoint proves ${told.eventId}`, async () => {
    const proven = (await county.audit(`/events/${told.eventId}`)).body as unknown as Proven;
    expect([proven.event, proven.leafHash]).toEqual([text, hash.toString('base64')]);
    if (proven.checkpoint === undefined) return false;
    const opened = openNote(proven.checkpoint, [log, ...witnesses]);
    if ('refused' in opened) throw new Error(opened.refused);
    const checkpoint = parseCheckpoint(opened.text);
    if ('refused' in checkpoint) throw new Error(checkpoint.refused);
    const proof = proven.proof.map((one) => Buffer.from(one, 'base64'));
    const claim = { index: proven.index, size: proven.size, leafHash: hash, proof, root: checkpoint.root };
    expect([checkpoint.origin, checkpoint.size]).toEqual([origin, proven.size]);
    expect(verifyInclusion(claim)).toBe(true);
    expect(verifyInclusion({ ...claim, leafHash: leafHash(Buffer.from(`${text}.`, 'ascii')) })).toBe(false);
    if (opened.signatures.length === 1 + witnesses.length) return true;
    // The newest checkpoint has the log's own signature at once and the others' a moment later; asking is a leaf, which makes a newer one.
    await pause(SETTLING_MS);
    return false;
  });
}

/** Another library verifies the signature and opens the sealed part, with the keys of these members and of no others. */
export async function expectJoseReads(
  county: County,
  told: Recorded,
  members: readonly string[],
  strangers: readonly string[],
): Promise<void> {
  const { message, directory } = await onLedger(county, told);
  const { protectedHeader, payload } = await verifiedBy(message.event, directory);
  expect(protectedHeader.alg).toBe('EdDSA');
  expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
    specversion: '1.0',
    id: told.eventId,
  });
  const jwe = JSON.parse(message.sealed as string) as GeneralJWE;
  const texts = await Promise.all(members.map((member) => openedBy(county, jwe, member)));
  expect(new Set(texts)).toEqual(new Set([texts[0]]));
  expect(JSON.parse(texts[0] as string)).toEqual(expect.any(Object));
  for (const stranger of strangers) await expect(openedBy(county, jwe, stranger)).rejects.toThrow();
}

async function verifiedBy(jws: string, directory: Directory) {
  const header = JSON.parse(Buffer.from(jws.split('.')[0] as string, 'base64url').toString()) as {
    kid: string;
  };
  const { crv, x } = directory.keyById(header.kid) as { crv: string; x: string };
  return compactVerify(jws, await importJWK({ kty: 'OKP', crv, x }, 'EdDSA'));
}

async function openedBy(county: County, jwe: GeneralJWE, member: string): Promise<string> {
  const { sealing } = privateKeysOf(county, member);
  if (!sealing) throw new Error(`${member} has no key to open anything`);
  const { plaintext } = await generalDecrypt(jwe, await importJWK(sealing, 'ECDH-ES+A256KW'));
  return new TextDecoder().decode(plaintext);
}

/** How many places of each part are changed. */
const PLACES = 60;

/** Changes one character at many places of the event, its signature and the sealed part: each time a reader refuses it. */
export async function expectTamperingIsSeen(county: County, told: Recorded): Promise<void> {
  const { message, subject, directory } = await onLedger(county, told);
  const trust = trustIn(directory);
  const judge = (changed: Message) => verifyMessage(changed, subject, trust);
  await expect(judge(message)).resolves.toMatchObject({ id: told.eventId });
  const [signed, sealed] = [message.event, message.sealed as string];
  const signatureFrom = signed.lastIndexOf('.') + 1;
  const inEvent = places(0, signatureFrom, PLACES).map((at) => ({
    ...message,
    event: changedAt(signed, at),
  }));
  const inSignature = places(signatureFrom, signed.length, 86).map((at) => ({
    ...message,
    event: changedAt(signed, at),
  }));
  const inSealed = places(0, sealed.length, PLACES).map((at) => ({
    ...message,
    sealed: changedAt(sealed, at),
  }));
  const { sealed: _gone, ...without } = message;
  for (const changed of [...inEvent, ...inSignature, ...inSealed, without])
    await expect(judge(changed)).rejects.toThrow();
  await expect(judge({ ...message, event: `${signed}A` })).rejects.toThrow();
  await expect(judge({ ...message, sealed: `${sealed} ` })).rejects.toThrow();
}

const places = (from: number, to: number, count: number): number[] => [
  ...new Set(Array.from({ length: count }, (_, n) => from + Math.floor((n * (to - from)) / count))),
];

const changedAt = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
