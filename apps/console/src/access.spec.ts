import { request, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { PERSON_ROLES } from '#access';
import { ACCESS, accessTo, maySee, navigationOf } from './access.js';
import { openConsole } from './console.js';

const CONFIG = {
  url: 'http://127.0.0.1:4999',
  httpHost: '127.0.0.1',
  httpPort: 4999,
  issuer: { issuer: 'http://127.0.0.1:4998', audience: 'urn:concordat' },
  clientId: 'console',
  clientSecret: 'secret',
  scope: 'openid',
  services: { agencies: {}, audit: 'http://127.0.0.1:4997' },
  idleMs: 1_000,
  lastsMs: 1_000,
  serviceWithinMs: 1_000,
  logLevel: 'silent',
  watchStdin: false,
};

let app: NestFastifyApplication;
const routes: string[] = [];
beforeAll(async () => {
  app = await openConsole({ config: CONFIG, log: pino({ level: 'silent' }), now: () => 0 });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push(`${one} ${url === '' ? '/' : url}`);
  });
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

describe('the access table', () => {
  it('has an entry for every route of the console, and none for a route that is not there', () => {
    const pages = routes.filter((route) => !/^(HEAD|OPTIONS) /.test(route));
    expect(pages.length).toBeGreaterThan(5);
    expect(pages.filter((route) => !ACCESS.some((entry) => entry.route === route))).toEqual([]);
    expect(ACCESS.map(({ route }) => route).filter((route) => !pages.includes(route))).toEqual([]);
  });

  it('refuses a route that it does not have to everybody', () => {
    expect(accessTo('GET', '/no-such-page')).toBeUndefined();
    expect(accessTo('HEAD', '/board')).toBe(accessTo('GET', '/board'));
  });

  it('shows in the navigation only what the role may see', () => {
    for (const role of PERSON_ROLES)
      for (const { href } of navigationOf(role)) {
        const entry = accessTo('GET', href);
        expect([role, href, entry !== undefined && maySee(entry, role)]).toEqual([role, href, true]);
      }
  });

  it('lets nobody who is not signed in see a page that is not for anyone', () => {
    for (const entry of ACCESS) expect(maySee(entry, undefined)).toBe(entry.roles === 'anyone');
  });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request with its path as it is written. */
async function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { port } = new URL(await app.getUrl());
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on('error', reject).end(body);
  });
}

describe('an address that is none', () => {
  it.each(['/%', '/%zz', '/board/%'])('%s is answered with a page', async (path) => {
    const answer = await ask(path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.text).toContain('<h1');
  });

  it('a form of another kind is answered with a page', async () => {
    const answer = await ask('/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(415);
    expect(answer.text).toContain('The console cannot read this');
  });
});

describe('while the sign-in service is away', () => {
  it('signing in says so', async () => {
    const answer = await ask('/sign-in', { headers: { host: '127.0.0.1:4999' } });
    expect(answer.status).toBe(502);
    expect(answer.text).toContain('Sorry, the sign-in service does not answer');
  });

  it('whoever came by another name of this machine is led to the right one', async () => {
    const answer = await ask('/sign-in?to=/board', { headers: { host: 'localhost:4999' } });
    expect([answer.status, answer.headers['location']]).toEqual([
      303,
      'http://127.0.0.1:4999/sign-in?to=%2Fboard',
    ]);
  });
});
