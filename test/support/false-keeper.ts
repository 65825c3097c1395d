import { readFileSync } from 'node:fs';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { ASK_STATUS_SUBJECT, type SigningKey } from '#contracts';
import { readSigningKey, signStatus, type StatusData } from '../../apps/keeper/src/keeper-events.js';
import { LOOPBACK } from '../../apps/stack/src/platform/ports.js';
import type { Stack } from '../../apps/stack/src/stack.js';
import { answerNewestCheckpoint } from './published-checkpoint.js';

/** What the answer is to say. */
export interface FalseStatus {
  readonly epoch?: number;
  readonly checkedAt?: Date;
  readonly faults?: StatusData['faults'];
  /** Whose key signs it; the keeper's own unless told. */
  readonly signedBy?: string;
}

/** Somebody who sits in the keeper's place and gives the answer of a test; the keeper itself has to be stopped. */
export interface FalseKeeper {
  says(status: FalseStatus): void;
  close(): Promise<void>;
}

const keyOf = ({ credentials }: Stack, member: string): SigningKey =>
  readSigningKey(readFileSync(credentials.members[member]?.keys ?? '', 'utf8'));

/** Connects with the keeper's own key. */
export async function falseKeeper(stack: Stack): Promise<FalseKeeper> {
  const seed = readFileSync(stack.credentials.members['keeper']?.seed ?? '', 'utf8').trim();
  const connection = await connect({
    servers: `${LOOPBACK}:${stack.nats.port}`,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
  });
  let said: FalseStatus = {};
  const answer = async (): Promise<string> => {
    const { epoch = 1, checkedAt = new Date(), faults = [], signedBy = 'keeper' } = said;
    const data: StatusData = {
      state: 'open',
      server: { major: 2, minor: 14, patch: 0 },
      checkedat: checkedAt.toISOString(),
      directory: 1,
      faults: [...faults],
      awaiting: [],
    };
    const frame = { epoch, directoryVersion: 1, at: new Date() };
    return JSON.stringify({ event: await signStatus(data, frame, keyOf(stack, signedBy)) });
  };
  connection.subscribe(ASK_STATUS_SUBJECT, {
    callback: (_error, message) => void answer().then((text) => message.respond(text)),
  });
  answerNewestCheckpoint(connection);
  await connection.flush();
  return {
    says: (status) => {
      said = status;
    },
    close: () => connection.close(),
  };
}
