import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type {
  APIRequestContext,
  APIResponse,
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Page,
} from 'playwright-core';
import type { PersonRole } from '#access';
import type { PageAccess } from '../../apps/console/src/access.js';
import { readConfig } from '../../apps/console/src/config.js';
import { openConsole } from '../../apps/console/src/console.js';
import type { County } from './county.js';

/** A browser of its own in which somebody is signed in, on the page where they began. */
export interface Desk {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** How a desk is opened. */
export interface DeskOptions {
  /** The page that is asked for first. */
  readonly path?: string;
  /** Another console than that of the county. */
  readonly url?: string;
  readonly context?: BrowserContextOptions;
}

/** One demonstration user of each role. */
export const USERS: Readonly<Record<PersonRole, string>> = {
  practitioner: 'police.practitioner',
  'duty-manager': 'police.duty-manager',
  auditor: 'auditor',
  'records-officer': 'police.records-officer',
  lead: 'lead',
};

/** The address of the county's console; it must have been opened with `webFace`. */
export function consoleOf(county: County): string {
  const { console: face } = county.stack.system;
  if (!face) throw new Error('the county has no console: open it with webFace');
  return face.url;
}

/** The password of all demonstration users of the county. */
export const passwordOf = (county: County): string =>
  readFileSync(county.stack.system.identity?.passwordFile ?? '', 'utf8');

/** Opens a browser of its own and signs in as a demonstration user, such as `police.duty-manager`. */
export async function deskOf(
  { county, browser }: { readonly county: County; readonly browser: Browser },
  user: string,
  { path = '/', url = consoleOf(county), context: settings = {} }: DeskOptions = {},
): Promise<Desk> {
  const context = await browser.newContext(settings);
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  await fillIn(page, user, passwordOf(county));
  await page.waitForURL((address) => address.origin === new URL(url).origin);
  return { context, page };
}

/** Fills in the sign-in page that is shown, and sends it. */
export async function fillIn(page: Page, user: string, password: string): Promise<void> {
  await page.fill('#user', user);
  await page.fill('#password', password);
  await page.click('button:has-text("Sign in")');
}

/** A second console of the county in this process, whose clock a test turns. Its address was told to the county as one of `moreConsoles`. */
export async function consoleByClock(
  county: County,
  url: string,
  clock: { now: number },
): Promise<NestFastifyApplication> {
  const env = {
    ...county.stack.spec('console').env,
    CONSOLE_URL: url,
    HTTP_PORT: new URL(url).port,
  };
  const config = readConfig(env);
  const app = await openConsole({ config, log: pino({ level: 'silent' }), now: () => clock.now });
  await app.listen(config.httpPort, config.httpHost);
  return app;
}

/** Asks for a page with the cookies of a browser, and follows nothing. */
export const answerTo = (request: APIRequestContext, url: string, method = 'GET'): Promise<APIResponse> =>
  request.fetch(url, { method, maxRedirects: 0 });

/** Whether an answer sends the browser to sign in. */
export const leadsToSignIn = (answer: APIResponse): boolean =>
  answer.status() === 303 && (answer.headers()['location'] ?? '').startsWith('/sign-in');

/** Method and path by which a route of the access table is asked for; an id in it is nobody's. */
export function askedBy({ route }: PageAccess): readonly [method: string, path: string] {
  const [method, path] = route.split(' ') as [string, string];
  return [method, path.replace(/:\w+/g, '0198c0de-0000-7000-8000-000000000000').replace('*', 'nothing')];
}

/** The id of the session that a browser has. */
export async function cookieOf(context: BrowserContext): Promise<string | undefined> {
  return (await context.cookies()).find(({ name }) => name === '__Host-concordat')?.value;
}
