import type { Browser, Page } from 'playwright-core';
import { auditorsCounty, type AuditorsCounty } from './auditors-county.js';
import { openBrowser } from './browser.js';
import { consoleOf, deskOf, type Desk } from './console.js';
import { until } from './waiting.js';

/** The county, the browser and the people of the tests of the auditor's pages; all of it is there after `openStage`. */
export const stage = {} as {
  world: AuditorsCounty;
  browser: Browser;
  face: string;
  auditor: Desk;
  officer: Desk;
  /** The auditor in a browser without scripts. */
  plain: Desk;
};

/** For beforeAll. */
export async function openStage(): Promise<void> {
  [stage.world, stage.browser] = await Promise.all([auditorsCounty(), openBrowser()]);
  stage.face = consoleOf(stage.world.county);
  const at = { county: stage.world.county, browser: stage.browser };
  stage.auditor = await deskOf(at, 'auditor');
  stage.officer = await deskOf(at, 'police.records-officer');
  stage.plain = await deskOf(at, 'auditor', { context: { javaScriptEnabled: false } });
}

/** For afterAll. */
export async function closeStage(): Promise<void> {
  await stage.browser?.close();
  await stage.world?.county.close();
}

/** What stands above a page. */
export const heading = (page: Page): Promise<string> => page.locator('h1').innerText();

/** Opens a page of the console. */
export const go = (page: Page, path: string) => page.goto(`${stage.face}${path}`);

/** Where a page is, without the console's own address. */
export const pathOf = (page: Page): string => page.url().slice(stage.face.length);

/** What the error summary lists. */
export const errors = (page: Page): Promise<string[]> =>
  page.locator('.govuk-error-summary__list li').allInnerTexts();

/** Opens the page of a leaf, once a checkpoint covers it. */
export async function leafPage(page: Page, leaf: string): Promise<void> {
  await until(`${leaf} has a proof`, async () => (await go(page, leaf))?.status() === 200);
}

/** Looks for a person by the form that is open on the page. */
export async function lookFor(page: Page, value: string, kind = 'full-name'): Promise<void> {
  await page.selectOption('#kind', kind);
  await page.fill('#identifier', value);
  await page.click('button:has-text("Look for this person")');
}
