import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  LedgerOwner,
  LedgerWriter,
  brokerConfig,
  connectMember,
  createTransportKey,
  type Append,
} from '#messaging';
import { silent } from '../cli/say.js';
import type { Home } from '../platform/home.js';
import { ensureNatsServer } from '../platform/nats-server.js';
import { startNats } from '../platform/nats.js';
import { LOOPBACK, freePort } from '../platform/ports.js';

/** What the broker alone can do on this machine, in events per second. */
export interface RawLimits {
  /** Single publishes with fsync before each answer, 64 in flight, through an agency's account. */
  readonly singles: number;
  /** Atomic batches of 200. */
  readonly batched: number;
}

const BYTES = 2_500;
const IN_FLIGHT = 64;

/** Measures a broker of its own with the ledger's settings and accounts, for `seconds` each. */
export async function rawLimits(home: Home, seconds: number): Promise<RawLimits> {
  const dir = mkdtempSync(join(tmpdir(), 'concordat-raw-'));
  mkdirSync(join(dir, 'store'));
  const agencies = ['police', 'ambulance'];
  const keys = Object.fromEntries(
    ['keeper', 'system', 'audit', ...agencies].map((member) => [member, createTransportKey()] as const),
  );
  const nkeys = Object.fromEntries(Object.entries(keys).map(([member, key]) => [member, key.publicKey]));
  const { port } = await freePort(24_222);
  const configFile = join(dir, 'nats.json');
  writeFileSync(
    configFile,
    JSON.stringify(brokerConfig({ agencies, nkeys, listen: { host: LOOPBACK, port } })),
  );
  const bin = await ensureNatsServer({ home, say: silent });
  const nats = await startNats({ bin, configFile, storeDir: join(dir, 'store'), port, say: silent });
  const servers = [`${LOOPBACK}:${port}`];
  const seedOf = (member: string): string => keys[member]?.seed ?? '';
  try {
    const owner = await LedgerOwner.connect(
      { servers, seed: seedOf('keeper'), name: 'keeper' },
      { servers, seed: seedOf('system'), name: 'system' },
    );
    await owner.declare({ epoch: 1, agencies, replicas: 1, maxBytes: 4_000_000_000 });
    const connection = await connectMember({ servers, seed: seedOf('police'), name: 'police' });
    const singles = await rate(new LedgerWriter(connection, { singlesUpTo: IN_FLIGHT }), IN_FLIGHT, seconds);
    const batched = await rate(new LedgerWriter(connection, { singlesUpTo: 0 }), 200, seconds);
    await Promise.all([connection.close(), owner.close()]);
    return { singles, batched };
  } finally {
    await nats.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function rate(writer: LedgerWriter, group: number, seconds: number): Promise<number> {
  const bytes = Buffer.alloc(BYTES, 'x');
  const started = Date.now();
  let recorded = 0;
  while (Date.now() - started < seconds * 1_000) {
    const appends = Array.from({ length: group }, (): Append => {
      const id = randomUUID();
      return {
        subject: `concordat.test.task.police.ambulance.${id}`,
        messageId: id,
        expectedSequence: 0,
        bytes,
      };
    });
    const outcomes = await writer.append(appends);
    recorded += outcomes.filter(({ outcome }) => outcome === 'recorded').length;
  }
  return Math.round((recorded * 1_000) / (Date.now() - started));
}
