import 'reflect-metadata';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { AGENCY, type Agency, type AgencyProfile } from './agency.js';
import { readAgencyConfig } from './config.js';
import { FASTIFY_OPTIONS, HTTP_CONTROLLERS, HTTP_PROVIDERS, setUpHttp } from './http/http-edge.js';
import { PassedOnController } from './passed-on.controller.js';
import { AgencyService, StartRefused } from './service.js';
import { warnOfUnits } from './units.js';
import { WebhookCaller } from './webhook-caller.js';

/** Exit code of a service that refuses to start on a bad or stale broker status. */
const REFUSED_TO_START = 3;

/** The one module of an agency service: its edge, its reactions, and the running agency to inject. */
@Module({})
class AgencyModule {
  static of(agency: Agency, reactions: readonly Type[]): DynamicModule {
    return {
      module: AgencyModule,
      controllers: [...HTTP_CONTROLLERS, PassedOnController, ...reactions],
      providers: [{ provide: AGENCY, useValue: agency }, ...HTTP_PROVIDERS],
    };
  }
}

/**
 * Runs one agency's service until it is told to end. `reactions` are Nest controllers with `@EventPattern(type, LEDGER)`.
 * Ends the process with code 3 and one sentence when the broker's status is bad, with 1 on any other fault.
 */
export async function runAgency({
  profile,
  reactions,
}: {
  profile: AgencyProfile;
  reactions: readonly Type[];
}): Promise<void> {
  try {
    await run(profile, reactions);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof StartRefused ? REFUSED_TO_START : 1);
  }
}

async function run(profile: AgencyProfile, reactions: readonly Type[]): Promise<void> {
  const config = readAgencyConfig();
  const log = pino({ name: profile.code, level: config.logLevel }, pino.destination({ sync: true }));
  const agency = await AgencyService.open({ profile, config, log });
  const app = await NestFactory.create<NestFastifyApplication>(
    AgencyModule.of(agency, reactions),
    new FastifyAdapter(FASTIFY_OPTIONS),
    { logger: ['error', 'warn'], bodyParser: false, abortOnError: false },
  );
  setUpHttp(app, agency);
  app.connectMicroservice({ strategy: agency.ledger });
  await app.startAllMicroservices();
  await agency.start();
  if (agency.history.newest) warnOfUnits(agency, agency.history.newest);
  const webhooks = new WebhookCaller(agency, config.webhookMaxAttempts);
  webhooks.start();
  await app.listen(config.httpPort, config.httpHost);
  log.info({ port: config.httpPort, modes: config.modes }, 'ready');

  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), 7_000).unref();
    await webhooks.stop();
    await app.close();
    await agency.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
  if (config.watchStdin)
    process.stdin
      .on('end', () => void end())
      .on('error', () => void end())
      .resume();
}
