import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino, type Logger } from 'pino';
import { connectionOptions } from '#messaging';
import { readConfig } from './config.js';
import { KeeperModule } from './keeper.module.js';
import { keeperAddress } from './keeper.service.js';
import { NestLog } from './nest-log.js';
import { ProblemFilter } from './problem.filter.js';
import { questions } from './questions.js';

/** Milliseconds to end in order; then the process ends anyway. */
const END_WITHIN_MS = 5_000;

async function main(): Promise<void> {
  const config = readConfig();
  const log = pino({ level: config.logLevel, base: { service: 'keeper' } }, pino.destination({ sync: true }));
  const app = await NestFactory.create<NestFastifyApplication>(
    KeeperModule.with(config, log),
    new FastifyAdapter({ bodyLimit: 16_384 }),
    { logger: new NestLog(log), abortOnError: false },
  );
  endWith(app, log, config.watchStdin);
  app.useGlobalFilters(new ProblemFilter(log));
  app.connectMicroservice<MicroserviceOptions>({
    transport: Transport.NATS,
    options: { ...connectionOptions(keeperAddress(config, 'keeper-answers')), deserializer: questions },
  });
  await app.listen(config.httpPort, config.httpHost);
  log.info({ port: config.httpPort }, 'the keeper is up');
  await app.startAllMicroservices();
}

/** Ends on SIGTERM and SIGINT, and with the parent when it holds the other end of standard input. */
function endWith(app: NestFastifyApplication, log: Logger, watchStdin: boolean): void {
  let ending = false;
  const end = (why: string): void => {
    if (ending) return;
    ending = true;
    log.info({ why }, 'the keeper ends');
    setTimeout(() => process.exit(process.exitCode ?? 0), END_WITHIN_MS).unref();
    void app.close().finally(() => process.exit(process.exitCode ?? 0));
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  if (watchStdin)
    process.stdin
      .on('end', () => end('parent gone'))
      .on('error', () => end('parent gone'))
      .resume();
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exit(1);
});
