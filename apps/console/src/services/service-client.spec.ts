import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Visit } from '../sessions/visit.js';
import { SessionOver, type AccessTokens } from './access-tokens.js';
import { ServiceAway } from './service-away.js';
import { ServiceClient, ServiceRefused } from './service-client.js';

/** An agency's service as far as the client sees it: it says what it was asked, or what its path says. */
const asked: IncomingMessage[] = [];
const server = createServer((request, response) => {
  asked.push(request);
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (path === '/silent') return;
  const status = Number(/^\/(\d{3})$/.exec(path)?.[1] ?? 200);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(status >= 400 ? { code: 'NO', title: 'No.' } : { url: request.url }));
});
const VISIT = {
  person: { subject: 's', name: 'n', role: 'duty-manager', agency: 'police' },
} as unknown as Visit;
const TOKENS = { of: async () => 'token-of-the-person' } as unknown as AccessTokens;
let client: ServiceClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const services = { agencies: { police: url, gone: 'http://127.0.0.1:9' }, audit: url };
  client = new ServiceClient({ services, serviceWithinMs: 300 }, TOKENS);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('a service', () => {
  it('is asked as the person who is signed in, with what the query says', async () => {
    const query = { open: true, unit: undefined, q: 'a b', none: '' };
    expect(await client.agency(VISIT).get('/tasks', query)).toEqual({ url: '/tasks?open=true&q=a+b' });
    expect(asked.at(-1)?.headers.authorization).toBe('Bearer token-of-the-person');
  });

  it('is given a command once by its key, and its refusal is an answer', async () => {
    const service = client.agency(VISIT);
    expect(await service.send('/tasks', { kind: 'x' }, { key: 'k1' })).toEqual({
      status: 200,
      body: { url: '/tasks' },
    });
    expect(asked.at(-1)?.headers['idempotency-key']).toBe('k1');
    expect(await service.send('/409', {})).toMatchObject({
      refusal: { status: 409, code: 'NO', title: 'No.' },
    });
  });

  it('that refuses a page says why', async () => {
    await expect(client.audit(VISIT).get('/404')).rejects.toBeInstanceOf(ServiceRefused);
    await expect(client.audit(VISIT).get('/403')).rejects.toMatchObject({ refusal: { status: 403 } });
  });

  it.each(['/silent', '/500', '/503'])('is away when it answers nothing of use in time: %s', async (path) => {
    await expect(client.agency(VISIT).get(path)).rejects.toBeInstanceOf(ServiceAway);
    await expect(client.agency(VISIT).send(path, {})).rejects.toBeInstanceOf(ServiceAway);
  });

  it('is away when nobody is there, and by the name that people know', async () => {
    await expect(client.agency(VISIT, 'gone').get('/tasks')).rejects.toMatchObject({
      service: 'the service of gone',
    });
    expect(() => client.agency(VISIT, 'unknown')).toThrow(ServiceAway);
  });

  it('that does not take the token any more ends the session', async () => {
    await expect(client.agency(VISIT).get('/401')).rejects.toBeInstanceOf(SessionOver);
  });
});
