import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { Asker, awaitGoodStatus, connectMember, connectionOptions, type BrokerAddress } from '#messaging';
import { openAuditStore, type AuditStore, type LogDamage } from '#storage';
import { AuditModule } from './audit.module.js';
import { ConfigError, readConfig, type Config } from './config.js';
import { createLog, faultOf, nestLog } from './log.js';
import { LogOpening } from './log-opening.js';
import { tellReading } from './reading-header.js';
import { readSecrets, type Secrets } from './secrets.js';
import { Sequencer } from './sequencer.js';

/** Exit codes: what the environment says is wrong; the service must not run on this broker or this log. */
const BAD_CONFIG = 2;
const MUST_NOT_START = 3;
/** Milliseconds to end in order; then the process ends anyway. */
const END_WITHIN_MS = 8_000;
/** Milliseconds to wait for the broker at the start. */
const BROKER_WITHIN_MS = 60_000;

/** Why the service does not run, in one sentence for the person who starts it. */
class Refusal extends Error {
  constructor(
    readonly sentence: string,
    readonly code: number,
  ) {
    super(sentence);
  }
}

type Connection = Awaited<ReturnType<typeof connectMember>>;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const secrets = readSecrets(config);
  const logger = createLog(config.logLevel);
  const ending = new AbortController();
  endWith(ending, logger, config.watchStdin);
  const store = await openAuditStore({ url: config.databaseUrl, name: 'audit' });
  refuseDamage(await store.checkpoints.damage());
  const connection = await reachBroker(addressOf(config, secrets, 'audit'), ending.signal);
  await passGate(connection, store, { secrets, signal: ending.signal, waitMs: config.statusWaitMs });
  const asker = new Asker(addressOf(config, secrets, 'audit'));
  const opening = new LogOpening({ store, secrets, origin: config.logOrigin, asker });
  await passStanding(opening);
  const app = await createApp(config, { store, connection, secrets, logger, opening, asker });
  await app.listen(config.httpPort, config.httpHost);
  await app.startAllMicroservices();
  logger.info({ url: await app.getUrl() }, 'the audit service is up');
  await new Promise<void>((resolve) => {
    if (ending.signal.aborted) resolve();
    else ending.signal.addEventListener('abort', () => resolve());
  });
  await app.close();
  await asker.close();
  await connection.close();
  await store.database.close();
}

/** The client itself would wait for its first connection for ever, and nobody would know why. */
async function reachBroker(address: BrokerAddress, signal: AbortSignal): Promise<Connection> {
  const gone = new Promise<never>((_, reject) => {
    const sentence = `Not started: no broker at ${address.servers.join(', ')} for 60 seconds.`;
    setTimeout(() => reject(new Refusal(sentence, MUST_NOT_START)), BROKER_WITHIN_MS).unref();
    const ended = (): void => reject(new Refusal('Ended before it started.', 0));
    if (signal.aborted) ended();
    else signal.addEventListener('abort', ended);
  });
  return Promise.race([connectMember(address), gone]);
}

async function passGate(
  connection: Connection,
  store: AuditStore,
  {
    secrets,
    signal,
    waitMs,
  }: { readonly secrets: Secrets; readonly signal: AbortSignal; readonly waitMs: number },
): Promise<void> {
  const { epoch: knownEpoch } = await store.log.head();
  const keeperKey = secrets.keeper.publicKey;
  const status = await awaitGoodStatus({ connection, keeperKey, knownEpoch, signal, timeoutMs: waitMs });
  if ('refused' in status) throw new Refusal(status.sentence, signal.aborted ? 0 : MUST_NOT_START);
  await store.log.sawEpoch(status.epoch);
}

/** A log that is older than what was published must not even answer. */
async function passStanding(opening: LogOpening): Promise<void> {
  const { sentence } = await opening.judge().catch(() => {
    throw new Refusal(
      'Not started: the keeper does not say which checkpoint was published last.',
      MUST_NOT_START,
    );
  });
  if (sentence !== undefined) throw new Refusal(sentence, MUST_NOT_START);
}

async function createApp(
  config: Config,
  parts: {
    store: AuditStore;
    connection: Connection;
    secrets: Secrets;
    logger: Logger;
    opening: LogOpening;
    asker: Asker;
  },
): Promise<NestFastifyApplication> {
  const { secrets, logger, store } = parts;
  const { logOrigin: origin, retentionEveryMs } = config;
  const damaged = (damage: LogDamage): void => fail(damageRefusal(damage), logger);
  const refused = (sentence: string): void => fail(new Refusal(sentence, MUST_NOT_START), logger);
  const sequencer = new Sequencer({ ...parts, origin, retentionEveryMs, damaged, refused });
  const app = await NestFactory.create<NestFastifyApplication>(
    AuditModule.with({ store, sequencer, origin, secrets, logger, issuer: config.issuer }),
    new FastifyAdapter({ bodyLimit: 16_384 }),
    { logger: nestLog(logger), abortOnError: false },
  );
  app.connectMicroservice<MicroserviceOptions>({
    transport: Transport.NATS,
    options: { ...connectionOptions(addressOf(config, secrets, 'audit-answers')), queue: 'audit' },
  });
  app.getHttpAdapter().getInstance().addHook('onSend', tellReading);
  return app;
}

const addressOf = (config: Config, secrets: Secrets, name: string): BrokerAddress => ({
  servers: config.natsServers,
  seed: secrets.seed,
  name,
});

function refuseDamage(damage: LogDamage | undefined): void {
  if (damage) throw damageRefusal(damage);
}

const DAMAGES: Readonly<Record<LogDamage['damaged'], string>> = {
  HEAD_BEHIND_CHECKPOINT: 'the log ends before its newest checkpoint',
  LEAF_CHANGED: 'a leaf is missing or was changed',
  NOT_THE_SIGNED_TREE: 'the leaves are not those that were signed',
  NODES_CHANGED: 'the leaves are sound, but nodes of the tree were changed',
};

const damageRefusal = ({ damaged, index }: LogDamage): Refusal =>
  new Refusal(`Not started: ${DAMAGES[damaged]}, from index ${index} on.`, MUST_NOT_START);

/** Ends on SIGTERM and SIGINT, and with the parent when it holds the other end of standard input. */
function endWith(ending: AbortController, logger: Logger, watchStdin: boolean): void {
  const end = (why: string): void => {
    if (ending.signal.aborted) return;
    logger.info({ why }, 'the audit service ends');
    ending.abort();
    setTimeout(() => process.exit(0), END_WITHIN_MS).unref();
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  if (watchStdin) {
    process.stdin
      .on('end', () => end('parent gone'))
      .on('error', () => end('parent gone'))
      .resume();
  }
}

/** Says why, in the log and on standard error, and ends. */
function fail(error: unknown, logger: Logger): never {
  const known = error instanceof Refusal || error instanceof ConfigError;
  const sentence = known ? error.message : 'Not started: something unforeseen went wrong.';
  logger.fatal(known ? {} : faultOf(error), sentence);
  process.stderr.write(`${sentence}\n`);
  process.exit(error instanceof Refusal ? error.code : error instanceof ConfigError ? BAD_CONFIG : 1);
}

main().then(
  () => process.exit(0),
  (error: unknown) => fail(error, createLog('info')),
);
