import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { readConfig } from '../../apps/console/src/config.js';
import { openConsole } from '../../apps/console/src/console.js';
import { freePort } from '../../apps/stack/src/platform/ports.js';
import { openBrowser, violationsOf, WIDTHS } from '../support/browser.js';
import { as, faultsOfPages, letIn, tabTo, textOf, type Place } from '../support/console-pages.js';
import { answerTo, consoleOf, deskOf } from '../support/console.js';
import { County } from '../support/county.js';

const AGENCIES = ['police', 'ambulance', 'mh-trust', 'social-care', 'acute-hospital', 'voluntary'];
const MANAGER = 'police.duty-manager';
const TITLE = /Rehearsal: /;

let county: County;
let browser: Browser;
/** A console of the same county that was told of no rehearsals. */
let plain: NestFastifyApplication;
let plainUrl: string;

beforeAll(async () => {
  plainUrl = `http://127.0.0.1:${(await freePort(9_500)).port}`;
  [browser, county] = await Promise.all([
    openBrowser(),
    County.open({ agencies: AGENCIES, webFace: { moreConsoles: [plainUrl] } }),
  ]);
  const { REHEARSALS_FILE: _, ...env } = county.stack.spec('console').env;
  const port = new URL(plainUrl).port;
  const config = readConfig({ ...env, CONSOLE_URL: plainUrl, HTTP_PORT: port });
  plain = await openConsole({ config, log: pino({ level: 'silent' }), now: Date.now });
  await plain.listen(config.httpPort, config.httpHost);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await plain?.close();
  await county?.close();
}, 60_000);

const place = (): Place => ({ county, browser });

/** Waits until the page itself says this, without being loaded again. */
const untilStatus = (page: Page, text: RegExp, ms = 120_000): Promise<void> =>
  page.locator('#status', { hasText: text }).waitFor({ timeout: ms });

describe('the rehearsals', () => {
  it('have not run yet when the console is new; a form without a choice says what is missing', async () => {
    await as(place(), [MANAGER, '/rehearsals/running'], async (page, open) => {
      expect(await textOf(page)).toContain('Nothing is played.');
      await open('/rehearsals');
      await page.click('button:has-text("Start the rehearsal")');
      expect(await page.title()).toMatch(/^Error: /);
      const summary = page.locator('.govuk-error-summary');
      expect(await summary.locator('a').allInnerTexts()).toEqual(['Choose the case study to rehearse']);
      await summary.locator('a').click();
      expect(await page.locator('#study').evaluate((one) => one === document.activeElement)).toBe(true);
      expect(await violationsOf(page)).toEqual([]);
    });
  }, 60_000);

  it('are started, watched live on the boards of six agencies by two people at once, and end with a report', async () => {
    await as(place(), [MANAGER, '/rehearsals'], async (page) => {
      await page.check('text=/bridge/i');
      await page.check('text=Ten minutes of the story in each second');
      await page.click('button:has-text("Start the rehearsal")');
      await page.waitForURL((url) => url.pathname === '/rehearsals/running');
      expect(await page.locator('h1').innerText()).toMatch(TITLE);
      expect(await page.locator('.concordat-board').count()).toBe(6);
      await page.evaluate('window.sameDocument = true');
      await untilStatus(page, /Minute \d+: [1-9]\d* of \d+ steps/);
      await page.locator('.concordat-board li', { hasText: 'Emergency medical response' }).first().waitFor();
      await watchedBySomebodyElse();
      await untilStatus(page, /It has ended/);
      expect(await page.locator('#status').innerText()).toBe('It has ended: everything was as it should be.');
      expect(await page.evaluate('window.sameDocument')).toBe(true);
      expect(await page.locator('#story').innerText()).toMatch(/Minute 250[\s\S]*Minute 0/);
      await opensReport(page);
    });
  }, 240_000);

  it('are started by the keyboard alone, and refused while another one runs', async () => {
    await as(place(), [MANAGER, '/rehearsals'], async (page, open) => {
      await tabTo(page, '#study');
      await page.keyboard.press('Space');
      await tabTo(page, 'input[name=pace]:checked');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname === '/rehearsals/running');
      await open('/rehearsals');
      expect(await textOf(page)).toContain('is being played');
      await page.check('#study');
      await page.click('button:has-text("Start the rehearsal")');
      expect(await page.locator('.govuk-error-summary').innerText()).toContain(
        'A rehearsal is running already',
      );
      expect(await page.isChecked('#study')).toBe(true);
    });
  }, 60_000);

  it('are shown without scripts, too, by a page that is refreshed by hand', async () => {
    await as(
      place(),
      [MANAGER, '/rehearsals/running'],
      async (page) => {
        const before = await page.locator('#status').innerText();
        expect(before).toMatch(/Minute \d+/);
        await expect(
          refreshedUntil(page, async () => (await page.locator('#status').innerText()) !== before),
        ).resolves.toBe(true);
        expect(await page.locator('.concordat-board').count()).toBe(6);
      },
      { javaScriptEnabled: false },
    );
  }, 60_000);

  it.each(WIDTHS)(
    'break no rule of accessibility at %d px',
    async (width) => {
      const paths = ['/rehearsals', '/rehearsals/running'];
      expect(await faultsOfPages(place(), ['lead', paths], width)).toEqual([]);
    },
    60_000,
  );

  it('are refused to who is neither duty manager nor lead, and to a form from elsewhere', async () => {
    const paths = ['/rehearsals', '/rehearsals/running', '/rehearsals/running/events'];
    for (const user of ['police.practitioner', 'auditor', 'police.records-officer'])
      expect(await letIn(place(), [user, paths])).toEqual([]);
    await as(place(), [MANAGER, '/rehearsals'], async (page) => {
      const url = `${consoleOf(county)}/rehearsals`;
      expect((await answerTo(page.context().request, url, 'POST')).status()).toBe(403);
    });
  }, 60_000);

  it('are not there in a console that was told of none', async () => {
    const { context, page } = await deskOf(place(), 'lead', { url: plainUrl, path: '/lead' });
    expect(await page.locator('nav:has-text("Rehearsals")').count()).toBe(0);
    expect((await page.goto(`${plainUrl}/rehearsals`))?.status()).toBe(404);
    await context.close();
  }, 60_000);
});

/** A lead sees the same at the same time, and no report of it yet. */
async function watchedBySomebodyElse(): Promise<void> {
  await as(place(), ['lead', '/rehearsals/running'], async (page) => {
    expect(await page.locator('h1').innerText()).toMatch(TITLE);
    await untilStatus(page, /Minute \d+: \d+ of \d+ steps/);
    expect(await page.locator('text=Open the report').count()).toBe(0);
  });
}

/** The report is the whole page that the stack wrote, under a policy that breaks nothing of it. */
async function opensReport(page: Page): Promise<void> {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.click('text=Open the report');
  await page.waitForURL((url) => url.pathname.endsWith('/report'));
  expect(await page.locator('h1').first().innerText()).toMatch(/bridge/i);
  expect(await page.locator('nav[aria-label="Parts of the report"] a').count()).toBeGreaterThan(4);
  expect(await page.evaluate(() => document.styleSheets[0]?.cssRules.length ?? 0)).toBeGreaterThan(20);
  expect(complaints).toEqual([]);
}

/** Follows the link of the page until it is so. */
async function refreshedUntil(page: Page, isSo: () => Promise<boolean>): Promise<boolean> {
  for (let loads = 0; loads < 60; loads += 1) {
    await page.click('text=Refresh this page');
    if (await isSo()) return true;
    await page.waitForTimeout(500);
  }
  return false;
}
