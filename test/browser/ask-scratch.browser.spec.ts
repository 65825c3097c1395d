import { afterAll, beforeAll, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, violationsOf } from '../support/browser.js';
import { deskOf } from '../support/console.js';
import { County } from '../support/county.js';

let county: County;
let browser: Browser;
beforeAll(async () => {
  [county, browser] = await Promise.all([
    County.open({ agencies: ['police', 'mh-trust'], webFace: true }),
    openBrowser(),
  ]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await county?.close();
}, 60_000);

let n = 0;
async function shot(page: Page, name: string) {
  n += 1;
  console.log(n, name, page.url(), await page.title());
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `/tmp/shots/${String(n).padStart(2, '0')}-${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 320, height: 800 });
  const wide = await page.evaluate('document.documentElement.scrollWidth');
  const found = await violationsOf(page);
  if (found.length || Number(wide) > 320) console.log(name, wide, JSON.stringify(found, null, 1));
  await page.setViewportSize({ width: 1440, height: 900 });
}

it('goes through', async () => {
  const { page } = await deskOf({ county, browser }, 'police.duty-manager', { path: '/ask' });
  page.on('console', (m) => console.log('console:', m.text()));
  page.setDefaultTimeout(10_000);
  try {
    await shot(page, 'start');
    await page.click('button:has-text("Start")');
    await shot(page, 'start-fault');
    await page.getByLabel('Triage car').check();
    if (await page.getByLabel('Test', { exact: true }).count()) await page.getByLabel('Test', { exact: true }).check();
    await page.click('button:has-text("Start")');
    await shot(page, 'whom');
    await page.getByLabel('A new person, without a name').check();
    await page.click('button:has-text("Continue")');
    await shot(page, 'kind');
    await page.getByLabel('I know it by another word').check();
    await page.fill('#word', 'assessment');
    await page.click('button:has-text("Continue")');
    await shot(page, 'kind-fault');
    await page.getByLabel('Crisis team visit').first().check();
    await page.click('button:has-text("Continue")');
    await shot(page, 'urgency');
    await page.getByLabel('Priority').first().check();
    await page.click('button:has-text("Continue")');
    await shot(page, 'to');
    await page.locator('input[name=to]').first().check();
    await page.click('button:has-text("Continue")');
    await shot(page, 'tell');
    await page.click('text=Answer the next one');
    await shot(page, 'item');
    await page.getByLabel('We know it').check();
    await page.fill('#value', 'n/k');
    await page.click('button:has-text("Save")');
    await shot(page, 'item-fault');
    await page.goto(page.url().replace(/\/tell.*/, '/tell'));
    await page.click('button:has-text("Continue")');
    await shot(page, 'note');
    await page.click('button:has-text("Continue")');
    await shot(page, 'check');
    await page.click('a[href$="tell/worker-safety-warning"] >> nth=0');
    await shot(page, 'item-values');
  } catch (e) {
    await shot(page, 'end');
    console.log(await page.innerText('body'));
    throw e;
  }
}, 240_000);
