import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { APIResponse, Browser, BrowserContext, Page } from 'playwright-core';
import type { PersonRole } from '#access';
import { ACCESS, maySee } from '../../apps/console/src/access.js';
import { freePort } from '../../apps/stack/src/platform/ports.js';
import { openBrowser, violationsOf, WIDTHS } from '../support/browser.js';
import {
  answerTo,
  askedBy,
  consoleByClock,
  consoleOf,
  cookieOf,
  deskOf,
  fillIn,
  USERS,
  leadsToSignIn,
  passwordOf,
  type Desk,
} from '../support/console.js';
import { County } from '../support/county.js';

const ROLES = Object.keys(USERS) as PersonRole[];
const MINUTE_MS = 60_000;
/** Seconds that an access token lasts in this county: shorter than this suite, so that every desk has to renew its own. */
const TOKEN_S = 5;

let county: County;
let browser: Browser;
let face: string;
/** A second console, with a clock that these tests turn. */
const clock = { now: Date.now() };
let second: NestFastifyApplication;
let secondUrl: string;
/** Signed in once, for tests that only look. */
const desks = {} as Record<PersonRole, Desk>;
let signedInAt: number;

beforeAll(async () => {
  secondUrl = `http://127.0.0.1:${(await freePort(9_400)).port}`;
  [county, browser] = await Promise.all([
    County.open({
      webFace: { moreConsoles: [secondUrl] },
      env: { identity: { ACCESS_TOKEN_S: String(TOKEN_S) } },
    }),
    openBrowser(),
  ]);
  face = consoleOf(county);
  second = await consoleByClock(county, secondUrl, clock);
  for (const role of ROLES) desks[role] = await deskOf({ county, browser }, USERS[role]);
  signedInAt = Date.now();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await second?.close();
  await county?.close();
}, 60_000);

const ask = ({ request }: BrowserContext, path: string, method = 'GET'): Promise<APIResponse> =>
  answerTo(request, `${face}${path}`, method);

const heading = (page: Page): Promise<string> => page.locator('h1').innerText();

describe('signing in', () => {
  it.each([
    ['practitioner', '/board', 'Priya Halloran, Practitioner of police'],
    ['duty-manager', '/board', 'Nell Osgood, Duty manager of police'],
    ['auditor', '/audit/search', 'Vera Coombe, Auditor'],
    ['records-officer', '/audit/search', 'Gwen Tallis, Records officer of police'],
    ['lead', '/lead', 'Hugo Stannard, Concordat lead'],
  ] as const)('as %s leads to %s, and every page says who is signed in', async (role, path, who) => {
    const { page } = desks[role];
    await page.goto(face);
    expect(new URL(page.url()).pathname).toBe(path);
    expect(await page.locator('.concordat-account p').innerText()).toBe(who);
  });

  it('leads back to the page that was asked for', async () => {
    const { context, page } = await deskOf({ county, browser }, USERS['duty-manager'], {
      path: '/board?a=1',
    });
    expect(page.url()).toBe(`${face}/board?a=1`);
    await context.close();
  });

  it('works without scripts', async () => {
    const { context, page } = await deskOf({ county, browser }, USERS['duty-manager'], {
      context: { javaScriptEnabled: false },
    });
    expect(await heading(page)).toBe('Board');
    await page.click('text=Sign out');
    await page.click('button:has-text("Finish signing out")');
    expect(await heading(page)).toBe('You are signed out');
    await context.close();
  });

  it('says what is wrong beside the form, and lets nobody in by a wrong or missing password', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(face);
    for (const [user, password, fault] of [
      [USERS.auditor, 'guessed', 'The user name or the password is not right'],
      ['nobody', passwordOf(county), 'The user name or the password is not right'],
      [USERS.auditor, '', 'Enter your user name and the password'],
    ] as const) {
      await fillIn(page, user, password);
      expect(await page.locator('.govuk-error-summary__list').innerText()).toBe(fault);
      expect(await page.title()).toMatch(/^Error: /);
      expect(leadsToSignIn(await ask(context, '/board'))).toBe(true);
    }
    await context.close();
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/%2F/evil'])(
    'never leads elsewhere: %s',
    async (to) => {
      const { context, page } = await deskOf({ county, browser }, USERS.lead, {
        path: `/sign-in?to=${encodeURIComponent(to)}`,
      });
      expect(new URL(page.url()).origin).toBe(face);
      await context.close();
    },
  );

  it('takes no answer that this browser did not ask for', async () => {
    const context = await browser.newContext();
    const answer = await ask(context, '/sign-in/callback?code=stolen&state=guessed');
    expect(answer.status()).toBe(400);
    expect(leadsToSignIn(await ask(context, '/board'))).toBe(true);
    await context.close();
  });

  it('gives the browser another session id than it had before', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(face);
    const before = await cookieOf(context);
    await fillIn(page, USERS.lead, passwordOf(county));
    await page.waitForURL(`${face}/**`);
    const after = await cookieOf(context);
    expect(before).toMatch(/^.{43}$/);
    expect(after).not.toBe(before);
    await context.close();
  });
});

describe('every page', () => {
  const pages = ACCESS.filter(({ route }) => route !== 'POST /sign-out');

  it.each(ROLES)('is shown to a %s who may see it, and refused to one who may not', async (role) => {
    for (const entry of pages) {
      // What is told for as long as somebody listens has no end to wait for.
      if (entry.route.endsWith('/events') && maySee(entry, role)) continue;
      const [method, path] = askedBy(entry);
      const answer = await ask(desks[role].context, path, method);
      // A form without its token is refused to everybody, whoever may send it.
      const shown = maySee(entry, role) && method === 'GET';
      expect([entry.route, answer.status() === 403]).toEqual([entry.route, !shown]);
      expect([entry.route, leadsToSignIn(answer)]).toEqual([entry.route, false]);
    }
  });

  it('asks to sign in whoever is not, unless it is for anyone', async () => {
    const context = await browser.newContext();
    for (const entry of ACCESS) {
      const [method, path] = askedBy(entry);
      const answer = await ask(context, path, method);
      expect([entry.route, leadsToSignIn(answer)]).toEqual([entry.route, entry.roles !== 'anyone']);
    }
    await context.close();
  });

  it('is kept by nobody, framed by nobody, and runs only its own code', async () => {
    for (const path of ['/board', '/signed-out', '/nothing-here']) {
      const headers = (await ask(desks['duty-manager'].context, path)).headers();
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self' 'nonce-[\w-]{22}'/);
      expect(policy).toContain(
        `form-action 'self' ${new URL(county.stack.system.identity?.url ?? '').origin}`,
      );
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['referrer-policy']).toBe('same-origin');
    }
  });

  it('obeys its own policy: the browser reports nothing', async () => {
    const { context, page } = desks['duty-manager'];
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    for (const path of ['/board', '/signed-out']) await page.goto(`${face}${path}`);
    expect(said).toEqual([]);
    expect(await page.locator('body.govuk-frontend-supported').count()).toBe(1);
    expect(context.pages()).toHaveLength(1);
  });

  it('says what to do when there is nothing, and when a service is away', async () => {
    const { page } = desks['duty-manager'];
    await page.goto(`${face}/nothing-here`);
    expect(await heading(page)).toBe('There is nothing here');
    const other = await deskOf({ county, browser }, 'ambulance.duty-manager');
    await county.kill('ambulance');
    const answer = await other.page.goto(`${face}/board`);
    expect(answer?.status()).toBe(502);
    expect(await heading(other.page)).toBe('Sorry, the service of ambulance does not answer');
    expect(await other.page.innerText('main')).toContain('telephone the agency');
    await other.context.close();
    await county.restart('ambulance');
  }, 60_000);

  it.each(WIDTHS)('breaks no rule of accessibility at %i px', async (width) => {
    const { page } = desks['duty-manager'];
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const stranger = await context.newPage();
    await page.setViewportSize({ width, height: 900 });
    const looks = [
      ...['/board', '/nothing-here', '/audit/search'].map((path) => [page, path] as const),
      ...['/signed-out', '/sign-in'].map((path) => [stranger, path] as const),
    ];
    for (const [at, path] of looks) {
      await at.goto(`${face}${path}`);
      expect([path, await violationsOf(at)]).toEqual([path, []]);
      const overflow = await at.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect([path, overflow <= 0]).toEqual([path, true]);
    }
    await context.close();
  });
});

describe('a session', () => {
  it('ends with signing out: its cookie is dead, and the password is asked for again', async () => {
    const { context, page } = await deskOf({ county, browser }, USERS['duty-manager']);
    const cookies = await context.cookies();
    await page.click('text=Sign out');
    await page.waitForURL(`${face}/signed-out`);
    await context.addCookies(cookies.filter(({ name }) => name === '__Host-concordat'));
    expect(leadsToSignIn(await ask(context, '/board'))).toBe(true);
    await page.goto(`${face}/board`);
    expect(await heading(page)).toBe('Sign in');
    await context.close();
  });

  it('takes no form without its token', async () => {
    const { context } = desks.lead;
    const answers = [
      await ask(context, '/sign-out', 'POST'),
      await context.request.post(`${face}/sign-out`, { form: { _csrf: 'guessed' }, maxRedirects: 0 }),
    ];
    for (const answer of answers) {
      expect(answer.status()).toBe(403);
      expect(await answer.text()).toContain('This form is older than your session');
    }
    expect(leadsToSignIn(await ask(context, '/'))).toBe(false);
  });

  it('has a cookie that scripts cannot read and other hosts do not get', async () => {
    const [cookie] = (await desks.lead.context.cookies()).filter(({ name }) => name === '__Host-concordat');
    expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/', expires: -1 });
  });

  it('ends when nobody does anything for half an hour, and not before', async () => {
    const { context, page } = await deskOf({ county, browser }, USERS['duty-manager'], { url: secondUrl });
    for (const minutes of [29, 29]) {
      clock.now += minutes * MINUTE_MS;
      await page.goto(`${secondUrl}/board`);
      expect(await heading(page)).toBe('Board');
    }
    clock.now += 30 * MINUTE_MS;
    expect(leadsToSignIn(await answerTo(context.request, `${secondUrl}/board`))).toBe(true);
    await context.close();
  });

  it('ends after twelve hours, whatever is done', async () => {
    const { context } = await deskOf({ county, browser }, USERS.lead, { url: secondUrl });
    const began = clock.now;
    const look = () => answerTo(context.request, `${secondUrl}/`);
    while (clock.now + 20 * MINUTE_MS < began + 12 * 60 * MINUTE_MS) {
      clock.now += 20 * MINUTE_MS;
      expect(leadsToSignIn(await look())).toBe(false);
    }
    clock.now = began + 12 * 60 * MINUTE_MS;
    expect(leadsToSignIn(await look())).toBe(true);
    await context.close();
  });

  it('outlasts its access tokens: a shift does not end because a token does', async () => {
    // The services allow clocks to differ by five seconds.
    await pause(Math.max(0, signedInAt + (TOKEN_S + 6) * 1_000 - Date.now()));
    for (const role of ['practitioner', 'duty-manager'] as const) {
      await desks[role].page.goto(`${face}/board`);
      expect(await heading(desks[role].page)).toBe('Board');
    }
  });
});
