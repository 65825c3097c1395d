import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Composer, type Granted } from '#agency';
import { Sealer, encodeMessage } from '#contracts';
import type { ItemStatement, Task } from '#domain';
import { LedgerWriter, connectMember } from '#messaging';
import { claimAppend, needClaim } from '../../libs/agency/src/need-claim.js';
import type { County } from './county.js';
import { LedgerBooks, privateKeysOf, rowsOf } from './e2e-books.js';

/** What whoever has an agency's keys claims of the item that they tell. */
export interface Claim {
  readonly rule: string;
  readonly basis: string;
}

/**
 * Tells an item on a task as this agency, past its service and past every rule: with the agency's own keys, its number and
 * the task's next version, as somebody could who broke into the service. Gives the id of the event, once it is recorded.
 */
export async function tellPastTheRules(
  county: County,
  { agency, taskId, item, claim }: { agency: string; taskId: string; item: ItemStatement; claim: Claim },
): Promise<string> {
  const { signing } = privateKeysOf(county, agency);
  if (!signing) throw new Error(`${agency} has no signing key`);
  const key = { kid: signing.kid, privateKey: createPrivateKey({ key: signing, format: 'jwk' }) };
  const index = Buffer.from(readFileSync(county.stack.credentials.indexKey, 'utf8').trim(), 'base64url');
  const composer = new Composer({ signing: key, sealer: new Sealer(), index });
  const [row] = await rowsOf(county, agency, 'SELECT state, ledger_seq FROM task WHERE task_id = $1', [
    taskId,
  ]);
  const task = row?.['state'] as Task;
  const [sender] = await rowsOf(
    county,
    agency,
    'UPDATE sender SET next_number = next_number + 1 RETURNING next_number - 1 AS number, epoch',
  );
  const place = { number: Number(sender?.['number']), epoch: Number(sender?.['epoch']), skipped: [] };
  const books = await LedgerBooks.open(county);
  const made = await composer.compose(granted(agency, task, { item, claim }), place, await books.directory());
  await books.close();
  const { event, sealed, indexTokens, subject, eventId } = made;
  const bytes = encodeMessage({ event, ...(sealed && { sealed }), index: [...indexTokens] });
  await append(county, agency, {
    subject,
    messageId: eventId,
    bytes,
    expectedSequence: Number(row?.['ledger_seq']),
  });
  return eventId;
}

/** Claims an offer of a need of police as this agency, past its service, whether or not it was offered it. */
export async function claimPastTheRules(
  county: County,
  { agency, need, task }: { agency: string; need: string; task: string },
): Promise<void> {
  const { signing } = privateKeysOf(county, agency);
  if (!signing) throw new Error(`${agency} has no signing key`);
  const key = { kid: signing.kid, privateKey: createPrivateKey({ key: signing, format: 'jwk' }) };
  const actor = { ref: 'A'.repeat(22), role: 'officer', type: 'person' } as const;
  const frame = {
    by: { agency },
    at: new Date().toISOString(),
    epoch: 1,
    directoryVersion: 1,
    actor,
  };
  const claim = await needClaim({ mode: 'exercise', asker: 'police', need, task }, frame, key);
  await append(county, agency, claimAppend(claim));
}

function granted(
  agency: string,
  task: Task,
  { item, claim }: { item: ItemStatement; claim: Claim },
): Granted {
  const by = task.asker.agency === agency ? task.asker : task.performer;
  const at = new Date().toISOString();
  const command = { type: 'inform', taskId: task.id, by, at } as const;
  const actor = { ref: 'A'.repeat(22), role: 'officer', type: 'person' } as const;
  const event = { type: 'informed', taskId: task.id, version: task.version + 1, by, at } as const;
  const cover = { ...claim, agreement: 'made-up', version: 1, stage: 'accepted', way: 'pushed' } as const;
  return {
    draft: { wish: { command, items: [item], actor }, event, task },
    plan: { go: [{ statement: item, cover }], kept: [], refused: [] },
  };
}

async function append(
  county: County,
  agency: string,
  message: Parameters<LedgerWriter['append']>[0][number],
): Promise<void> {
  const { env } = county.stack.spec(agency);
  const seed = readFileSync(env['NATS_SEED_FILE'] as string, 'utf8').trim();
  const connection = await connectMember({ servers: [env['NATS_URL'] as string], seed, name: 'broken in' });
  try {
    const [answer] = await new LedgerWriter(connection).append([message]);
    if (answer?.outcome !== 'recorded') throw new Error(`not recorded: ${JSON.stringify(answer)}`);
  } finally {
    await connection.close();
  }
}
