import type { Provider, Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyServerOptions } from 'fastify';
import type { Agency } from '../agency.js';
import { sightOf } from '../units.js';
import { BearerGuard, admit, type AdmittedRequest } from './bearer.guard.js';
import { BoardController } from './board.controller.js';
import { CandidatesController } from './candidates.controller.js';
import { UnitGuard } from './unit.guard.js';
import { CaseFollowUpsController } from './case-follow-ups.controller.js';
import { CaseViewsController } from './case-views.controller.js';
import { CasesController } from './cases.controller.js';
import { CheckedPipe, FormPipe, IdPipe } from './checked.pipe.js';
import { ErasuresController } from './erasures.controller.js';
import { EventsController } from './events.controller.js';
import { ExercisesController } from './exercises.controller.js';
import { FollowUpsController } from './follow-ups.controller.js';
import { MessagesController } from './messages.controller.js';
import { NeedPipe } from './need.pipe.js';
import { NeedsController } from './needs.controller.js';
import { NoticesController } from './notices.controller.js';
import { asyncApiDocument } from '#contracts';
import { openApiDocument } from './openapi.js';
import { ProblemFilter, problemOf } from './problem.filter.js';
import { PROBLEM_TYPE } from './problem.js';
import { ReportsController } from './reports.controller.js';
import { StepsController } from './steps.controller.js';
import { StatusController } from './status.controller.js';
import { RosterController } from './roster.controller.js';
import { readStrictJson } from './strict-json.js';
import { TaskViewsController } from './task-views.controller.js';
import { ClocksController } from './clocks.controller.js';
import { CourseController } from './course.controller.js';
import { TasksController } from './tasks.controller.js';
import { TermsController } from './terms.controller.js';
import { WebhooksController } from './webhooks.controller.js';

/** Every controller of an agency's HTTP API; each injects the agency by `AGENCY`. */
export const HTTP_CONTROLLERS: readonly Type[] = [
  TasksController,
  CourseController,
  ClocksController,
  FollowUpsController,
  TaskViewsController,
  StepsController,
  BoardController,
  NeedsController,
  ReportsController,
  CasesController,
  CaseFollowUpsController,
  CaseViewsController,
  NoticesController,
  ErasuresController,
  ExercisesController,
  RosterController,
  CandidatesController,
  TermsController,
  MessagesController,
  EventsController,
  WebhooksController,
  StatusController,
];

/** What the controllers need beside the agency, and the guards that keep each of them shut without a token, and to units. */
export const HTTP_PROVIDERS: readonly Provider[] = [
  CheckedPipe,
  NeedPipe,
  FormPipe,
  IdPipe,
  { provide: APP_GUARD, useClass: BearerGuard },
  { provide: APP_GUARD, useClass: UnitGuard },
];

/** Largest body, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/** Options of the Fastify adapter: also an address that is no address at all is answered as a problem. */
export const FASTIFY_OPTIONS: FastifyServerOptions = {
  bodyLimit: MAX_BODY_BYTES,
  frameworkErrors: (error, request, reply) => {
    const problem = problemOf(error);
    const body = JSON.stringify(problem.body(request.url.split('?')[0]));
    // The types of a reply without a route allow neither a status nor a body.
    const bare = reply as unknown as FastifyReply;
    void bare.status(problem.status).header('content-type', PROBLEM_TYPE).send(body);
  },
};

/**
 * Puts the edge around the controllers: callers are admitted before their body is read, bodies are strict JSON of at most
 * 64 KiB, every error is problem details, and GET /openapi.json and /asyncapi.json describe it all. Call it once, before `init` or `listen`,
 * on an application that was created with `bodyParser: false` and an adapter with `FASTIFY_OPTIONS`.
 */
export function setUpHttp(app: NestFastifyApplication, agency: Agency): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.decorateRequest('system', undefined);
  fastify.decorateRequest('units', undefined);
  fastify.decorateRequest('sight', undefined);
  fastify.decorateRequest('bodyText', undefined);
  fastify.addHook('onRequest', (request: AdmittedRequest, _reply, done) => {
    try {
      admit(request, agency.config.tokens);
      request.sight = sightOf(request.units, agency.profile.code);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  takeStrictJsonOnly(fastify);
  app.useGlobalFilters(new ProblemFilter(agency.log));
  describe(app, agency.profile.code);
}

/** What integrators generate their clients from: the HTTP API, and the events on the ledger. */
function describe(app: NestFastifyApplication, agency: string): void {
  let openApi: Promise<string> | undefined;
  const asyncApi = JSON.stringify(asyncApiDocument({ version: '1' }));
  const serve = (path: string, document: () => Promise<string>): void => {
    app
      .getHttpAdapter()
      .get(path, async (_request: unknown, reply: { type(type: string): { send(text: string): void } }) => {
        reply.type('application/json').send(await document());
      });
  };
  serve('/openapi.json', () => (openApi ??= openApiDocument(app, agency)));
  serve('/asyncapi.json', () => Promise.resolve(asyncApi));
}

function takeStrictJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES },
    (request, bytes, done) => {
      try {
        const { text, value } = readStrictJson(bytes as Buffer);
        (request as AdmittedRequest).bodyText = text;
        done(null, value);
      } catch (error) {
        done(error as Error);
      }
    },
  );
}
