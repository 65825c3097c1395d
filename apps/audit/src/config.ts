import { readIssuer, type Issuer } from '#access';

/** All that the audit service is told by its environment. */
export interface Config {
  /** `host:port` of the brokers. */
  readonly natsServers: readonly string[];
  readonly natsSeedFile: string;
  readonly databaseUrl: string;
  readonly keysFile: string;
  readonly keeperKeyFile: string;
  readonly tokensFile: string;
  /** Whose word counts on who is signed in; absent where only tokens of the file count. */
  readonly issuer?: Issuer;
  readonly httpHost: string;
  readonly httpPort: number;
  /** Name of the log: first line of its checkpoints. */
  readonly logOrigin: string;
  /** How long the service waits at its start for a keeper that does not answer, in ms. */
  readonly statusWaitMs: number;
  /** Time between two rounds of the retention schedule, in ms. */
  readonly retentionEveryMs: number;
  readonly logLevel: LogLevel;
  /** End when standard input ends: the parent that holds its other side is gone. */
  readonly watchStdin: boolean;
}

/** Levels of the log, as pino names them. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** One of `LOG_LEVELS`. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The environment or a file that it names does not fit. The message names every fault, one per line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

const REQUIRED = [
  'NATS_URL',
  'NATS_SEED_FILE',
  'DATABASE_URL',
  'KEYS_FILE',
  'KEEPER_KEY_FILE',
  'TOKENS_FILE',
  'HTTP_PORT',
] as const;

/** Reads the environment. Throws ConfigError that names every variable that is missing or wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = REQUIRED.filter((name) => !env[name]).map((name) => `${name} is missing`);
  const text = (name: (typeof REQUIRED)[number]): string => env[name] ?? '';
  const httpPort = Number(env['HTTP_PORT']);
  if (env['HTTP_PORT'] && !(Number.isInteger(httpPort) && httpPort >= 0 && httpPort < 65_536)) {
    faults.push('HTTP_PORT is no port number');
  }
  const logLevel = LOG_LEVELS.find((level) => level === (env['LOG_LEVEL'] ?? 'info'));
  if (!logLevel) faults.push(`LOG_LEVEL is none of ${LOG_LEVELS.join(', ')}`);
  const retentionEveryS = Number(env['RETENTION_EVERY_S'] ?? 86_400);
  if (!(Number.isInteger(retentionEveryS) && retentionEveryS > 0)) {
    faults.push('RETENTION_EVERY_S is no number of seconds');
  }
  const logOrigin = env['LOG_ORIGIN'] ?? 'concordat/log/1';
  if (!/^concordat\/[a-z0-9][a-z0-9./-]{0,47}$/.test(logOrigin)) {
    faults.push('LOG_ORIGIN is no name of a log, such as concordat/log/1');
  }
  const believed = readIssuer(env);
  faults.push(...(believed.faults ?? []));
  const issuer = believed.faults ? undefined : believed.issuer;
  if (faults.length > 0 || !logLevel) throw new ConfigError(faults);
  return {
    natsServers: text('NATS_URL')
      .split(',')
      .map((url) => url.trim().replace(/^nats:\/\//, '')),
    natsSeedFile: text('NATS_SEED_FILE'),
    databaseUrl: text('DATABASE_URL'),
    keysFile: text('KEYS_FILE'),
    keeperKeyFile: text('KEEPER_KEY_FILE'),
    tokensFile: text('TOKENS_FILE'),
    ...(issuer && { issuer }),
    httpHost: env['HTTP_HOST'] ?? '127.0.0.1',
    httpPort,
    logOrigin,
    statusWaitMs: Number(env['STATUS_WAIT_MS'] ?? 60_000),
    retentionEveryMs: retentionEveryS * 1_000,
    logLevel,
    watchStdin: env['CONCORDAT_WATCH_STDIN'] === '1',
  };
}
