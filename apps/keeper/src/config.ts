import { LEDGER_AGE_MS } from '#messaging';

/** All that the keeper is told from outside. */
export interface KeeperConfig {
  readonly servers: readonly string[];
  /** File with the nkey seed of the keeper's user. */
  readonly seedFile: string;
  /** File with the nkey seed of the system account's user. */
  readonly systemSeedFile: string;
  /** File with the keeper's private key: `{ signing: <JWK> }`. */
  readonly keysFile: string;
  /** File with the public keys of all members: a JSON list of `MemberKey`. */
  readonly memberKeysFile: string;
  readonly directoryDir: string;
  /** Agencies that take part; all of the directory's unless given. */
  readonly members: readonly string[] | undefined;
  /** How many other agencies must cosign; what the directory says unless given. */
  readonly cosignatures: number | undefined;
  readonly stateDir: string;
  /** File with the callers that may ask over HTTP: a JSON list of `{ name, sha256 }`. */
  readonly tokensFile: string;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly replicas: number;
  readonly maxBytes: number;
  /** After how many ms the ledger drops what the audit service holds. */
  readonly maxAgeMs: number;
  /** With a lost state: no epoch below this one is opened. */
  readonly epochAtLeast: number;
  /** With a lost state: the last number of the keeper that the audit log holds. */
  readonly numberAtLeast: number;
  readonly logLevel: string;
  readonly watchStdin: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws Error at start with every variable that is missing or wrong. */
export function readConfig(env: Environment = process.env): KeeperConfig {
  const faults: string[] = [];
  const text = (name: string): string => {
    const value = env[name] ?? '';
    if (value === '') faults.push(`${name} is missing`);
    return value;
  };
  const whole = (name: string, otherwise?: number): number => {
    if (env[name] === undefined && otherwise !== undefined) return otherwise;
    const value = text(name);
    if (value !== '' && !/^\d{1,15}$/.test(value)) faults.push(`${name} must be a whole number`);
    return Number(value);
  };
  const config: KeeperConfig = {
    servers: text('NATS_URL').split(','),
    seedFile: text('NATS_SEED_FILE'),
    systemSeedFile: text('SYSTEM_SEED_FILE'),
    keysFile: text('KEYS_FILE'),
    memberKeysFile: text('MEMBER_KEYS_FILE'),
    directoryDir: text('DIRECTORY_DIR'),
    members: env['MEMBERS']?.split(','),
    cosignatures: env['COSIGNATURES'] === undefined ? undefined : whole('COSIGNATURES'),
    stateDir: text('KEEPER_STATE_DIR'),
    tokensFile: text('TOKENS_FILE'),
    httpHost: env['HTTP_HOST'] ?? '127.0.0.1',
    httpPort: whole('HTTP_PORT'),
    replicas: whole('LEDGER_REPLICAS', 1),
    maxBytes: whole('LEDGER_MAX_BYTES', 8_000_000_000),
    maxAgeMs: whole('LEDGER_MAX_AGE_S', LEDGER_AGE_MS / 1_000) * 1_000,
    epochAtLeast: whole('KEEPER_EPOCH_AT_LEAST', 1),
    numberAtLeast: whole('KEEPER_NUMBER_AT_LEAST', 0),
    logLevel: env['LOG_LEVEL'] ?? 'info',
    watchStdin: env['CONCORDAT_WATCH_STDIN'] === '1',
  };
  if (config.epochAtLeast > 1 && env['KEEPER_NUMBER_AT_LEAST'] === undefined) {
    faults.push('KEEPER_NUMBER_AT_LEAST is missing: it belongs to KEEPER_EPOCH_AT_LEAST');
  }
  if (faults.length > 0) throw new Error(`The keeper cannot start: ${faults.join('; ')}`);
  return config;
}
