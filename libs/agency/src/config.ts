import { readFileSync } from 'node:fs';
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Mode } from '#domain';
import { MODES } from '#domain';
import { readIssuer, type Issuer } from '#access';
import { readTokens, type SystemToken } from './system-tokens.js';

/** Everything that an agency service reads from its environment, checked at start. */
export interface AgencyConfig {
  readonly natsServers: readonly string[];
  readonly natsSeed: string;
  readonly databaseUrl: string;
  readonly httpPort: number;
  /** Interface to listen on. */
  readonly httpHost: string;
  /** Private keys, each with its key id. */
  readonly keys: Readonly<
    Record<'signing' | 'sealing' | 'witness', { readonly kid: string; readonly privateKey: KeyObject }>
  >;
  /** The keeper's public signing key, pinned: trust in the directory starts here. */
  readonly keeper: { readonly kid: string; readonly publicKey: KeyObject };
  /** Key of the index tokens, shared by the agencies. */
  readonly indexKey: Buffer;
  readonly tokens: readonly SystemToken[];
  /** Whose word counts on who is signed in; absent where only systems call. */
  readonly issuer?: Issuer;
  /** Modes on which this service acts; tasks of other modes are held and shown to nobody. */
  readonly modes: readonly Mode[];
  /** How long a caller waits for `recorded` before it is told `queued`, in ms. */
  readonly recordWaitMs: number;
  /** How long the service waits at its start for a keeper that does not answer, in ms. */
  readonly statusWaitMs: number;
  /** How often a webhook is called for one event before that is given up. */
  readonly webhookMaxAttempts: number;
  /** How long the agency's roster counts without being published again, in ms; it is renewed when half of it is over. */
  readonly rosterLeaseMs: number;
  readonly logLevel: string;
  /** End when standard input closes: set by a parent that wants no orphans. */
  readonly watchStdin: boolean;
}

const REQUIRED = [
  'NATS_URL',
  'NATS_SEED_FILE',
  'DATABASE_URL',
  'HTTP_PORT',
  'KEYS_FILE',
  'KEEPER_KEY_FILE',
  'INDEX_KEY_FILE',
  'TOKENS_FILE',
] as const;

/** Reads the configuration. Throws one Error that names every missing or unreadable variable. */
export function readAgencyConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): AgencyConfig {
  const faults: string[] = REQUIRED.filter((name) => !env[name]).map((name) => `${name} is missing`);
  const read = <T>(name: string, make: (text: string) => T): T | undefined => {
    if (!env[name]) return undefined;
    try {
      return make(readFileSync(env[name], 'utf8'));
    } catch (error) {
      faults.push(`${name} (${env[name]}) cannot be used: ${(error as Error).message}`);
      return undefined;
    }
  };
  const keys = read('KEYS_FILE', readPrivateKeys);
  const keeper = read('KEEPER_KEY_FILE', readKeeperKey);
  const indexKey = read('INDEX_KEY_FILE', (text) => Buffer.from(text.trim(), 'base64url'));
  const tokens = read('TOKENS_FILE', readTokens);
  const natsSeed = read('NATS_SEED_FILE', (text) => text.trim());
  const modes = (env['MODES'] ?? MODES.join(',')).split(',') as Mode[];
  if (!modes.every((mode) => MODES.includes(mode))) faults.push(`MODES must be some of ${MODES.join(', ')}`);
  const rosterLeaseMs = Number(env['ROSTER_LEASE_MS'] ?? 300_000);
  if (!(rosterLeaseMs >= 1_000)) faults.push('ROSTER_LEASE_MS must be a number of ms, at least 1000');
  const believed = readIssuer(env);
  faults.push(...(believed.faults ?? []));
  const issuer = believed.faults ? undefined : believed.issuer;
  if (faults.length > 0 || !keys || !keeper || !indexKey || !tokens || !natsSeed) {
    throw new Error(`the service cannot start:\n  ${faults.join('\n  ')}`);
  }
  return {
    natsServers: (env['NATS_URL'] as string).split(','),
    natsSeed,
    databaseUrl: env['DATABASE_URL'] as string,
    httpPort: Number(env['HTTP_PORT']),
    httpHost: env['HTTP_HOST'] ?? '127.0.0.1',
    keys,
    keeper,
    indexKey,
    tokens,
    ...(issuer && { issuer }),
    modes,
    recordWaitMs: Number(env['RECORD_WAIT_MS'] ?? 5_000),
    statusWaitMs: Number(env['STATUS_WAIT_MS'] ?? 60_000),
    webhookMaxAttempts: Number(env['WEBHOOK_MAX_ATTEMPTS'] ?? 10),
    rosterLeaseMs,
    logLevel: env['LOG_LEVEL'] ?? 'info',
    watchStdin: env['CONCORDAT_WATCH_STDIN'] === '1' || env['CONCORDAT_PARENT_PID'] !== undefined,
  };
}

type Jwk = Record<string, string> & { kid: string };

function readPrivateKeys(text: string): AgencyConfig['keys'] {
  const file = JSON.parse(text) as Record<string, Jwk>;
  const key = (use: string) => {
    const jwk = file[use];
    if (!jwk) throw new Error(`it has no ${use} key`);
    return { kid: jwk.kid, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) };
  };
  return { signing: key('signing'), sealing: key('sealing'), witness: key('witness') };
}

function readKeeperKey(text: string): AgencyConfig['keeper'] {
  const jwk = JSON.parse(text) as Jwk;
  return { kid: jwk.kid, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}
