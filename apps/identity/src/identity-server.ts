import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Provider } from 'oidc-provider';
import type { IdentityConfig } from './config.js';
import { IdentityPages, type ShownPage } from './identity-pages.js';
import { personCalled } from './people.js';
import { openProvider } from './provider.js';

const MAX_BODY_BYTES = 4_096;
const INTERACTION = /^\/interaction\/[A-Za-z0-9_-]{1,64}$/;

/** The provider with its sign-in page, on one HTTP server that does not listen yet. */
export function openIdentity(config: IdentityConfig, log: Logger): Server {
  const pages = new IdentityPages(config.consoles);
  const provider = openProvider(config, pages);
  provider.on('server_error', (_context, error: Error) =>
    log.error({ fault: error.name }, 'a request failed'),
  );
  const desk = new SignInDesk(config, { provider, pages });
  const others = provider.callback();
  return createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] as string;
    if (path === '/health') return answerHealth(response);
    const asset = pages.asset(path);
    if (asset) return void response.writeHead(200, asset.headers).end(asset.body);
    if (!INTERACTION.test(path)) return void others(request, response);
    desk.serve(request, response, path).catch((error: unknown) => {
      log.warn({ fault: error instanceof Error ? error.name : typeof error }, 'a sign-in could not go on');
      if (response.headersSent) return response.destroy();
      send(response, 400, pages.refused('the sign-in took too long'));
    });
  });
}

/** Shows the sign-in page and judges what is filled in. */
class SignInDesk {
  constructor(
    private readonly config: IdentityConfig,
    private readonly parts: { readonly provider: Provider; readonly pages: IdentityPages },
  ) {}

  async serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const { provider, pages } = this.parts;
    await provider.interactionDetails(request, response);
    if (request.method !== 'POST') return send(response, 200, pages.signIn(path));
    const form = new URLSearchParams(await bodyOf(request));
    const [user, password] = [form.get('user') ?? '', form.get('password') ?? ''];
    if (user.trim() === '' || password === '') {
      return send(response, 422, pages.signIn(path, { user, fault: 'empty' }));
    }
    const person = personCalled(user);
    // The password is compared for nobody as well: time tells no name.
    const right = same(password, this.config.password);
    if (!person || !right) return send(response, 422, pages.signIn(path, { user, fault: 'wrong' }));
    const result = { login: { accountId: person.subject } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
}

function answerHealth(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: 'ok', process: process.pid }));
}

function send(response: ServerResponse, status: number, { html, headers }: ShownPage): void {
  response.writeHead(status, headers).end(html);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new RangeError('a form that is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function same(given: string, known: string): boolean {
  const [a, b] = [given, known].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
}
