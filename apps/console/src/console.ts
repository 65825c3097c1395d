import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import formBody from '@fastify/formbody';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import { accessTo } from './access.js';
import type { ConsoleConfig } from './config.js';
import { ConsoleModule } from './console.module.js';
import { faultPage } from './page/fault-page.js';
import { Pages } from './page/pages.js';
import { sessionIdIn } from './sessions/cookie.js';
import { Sessions } from './sessions/sessions.js';
import type { VisitRequest } from './sessions/visit.js';

/** Largest form, in bytes. */
const MAX_FORM_BYTES = 256 * 1024;

/** What a console is opened with. */
export interface ConsoleOptions {
  readonly config: ConsoleConfig;
  readonly log: Logger;
  /** The time, ms since 1970. */
  readonly now: () => number;
}

/** The console as a Nest application that does not listen yet. */
export async function openConsole({ config, log, now }: ConsoleOptions): Promise<NestFastifyApplication> {
  const sessions = new Sessions(config, now);
  const pages = new Pages(config.issuer.issuer, config.rehearsals ? ['rehearsals'] : []);
  const adapter = new FastifyAdapter(optionsWith(pages));
  const app = await NestFactory.create<NestFastifyApplication>(
    ConsoleModule.with({ config, log, sessions, pages, now }),
    adapter,
    { logger: ['error', 'warn'], bodyParser: false, abortOnError: false },
  );
  await setUpEdge(adapter.getInstance(), { sessions, pages });
  return app;
}

/** Also an address that is no address at all is answered with a page. */
const optionsWith = (pages: Pages): FastifyServerOptions => ({
  bodyLimit: MAX_FORM_BYTES,
  frameworkErrors: (error, request, reply) => {
    const page = faultPage(error);
    const html = pages.html(page, request);
    // The types of a reply without a route allow neither a status nor a body.
    const bare = reply as unknown as FastifyReply;
    void bare.status(page.status).headers(pages.headers(nonce())).type('text/html; charset=utf-8').send(html);
  },
});

/** Before any controller: the headers of a page, and the session of the browser's cookie. Bodies are forms alone. */
async function setUpEdge(
  fastify: FastifyInstance,
  { sessions, pages }: { readonly sessions: Sessions; readonly pages: Pages },
): Promise<void> {
  fastify.decorateRequest('sessionId', undefined);
  fastify.decorateRequest('session', undefined);
  fastify.decorateRequest('nonce', undefined);
  fastify.addHook('onRequest', (request: VisitRequest, reply, done) => {
    request.nonce = nonce();
    void reply.headers(pages.headers(request.nonce));
    const id = sessionIdIn(request.headers.cookie);
    const { url: route = '' } = request.routeOptions;
    const counts = !accessTo(request.method, route)?.background;
    const session = id === undefined ? undefined : sessions.find(id, counts);
    if (id !== undefined && session) {
      request.sessionId = id;
      request.session = session;
    }
    done();
  });
  fastify.removeAllContentTypeParsers();
  await fastify.register(formBody, { bodyLimit: MAX_FORM_BYTES });
}

const nonce = (): string => randomBytes(16).toString('base64url');
