import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { SOUGHT } from '../support/auditors-county.js';
import { errors, go, heading, leafPage, lookFor, stage } from '../support/auditors-stage.js';
import { violationsOf, WIDTHS } from '../support/browser.js';
import { deskOf } from '../support/console.js';

describe('a records officer', () => {
  it('sees what the own agency sent or received, and of the rest as little as if it were not there', async () => {
    const { page } = stage.officer;
    await go(page, `/audit/search?task=${stage.world.elsewhere}`);
    expect(await page.innerText('#results-summary')).toBe('Nothing in the log fits');
    expect((await go(page, `/audit/tasks/${stage.world.elsewhere}`))?.status()).toBe(404);
    await go(page, '/audit/person?purpose=report');
    await lookFor(page, SOUGHT);
    expect(await heading(page)).toBe('What was told about a person');
    expect(await page.locator('tbody tr').count()).toBe(8);
    // The leaf of the own reading is the log's own, and not for an agency.
    expect(await page.locator('.concordat-reading a').count()).toBe(0);
    await leafPage(page, `/audit/leaves/${stage.world.leaf}`);
    await page.waitForSelector('.concordat-verdict--holds');
  });

  it.each(['/audit/holds', '/audit/holds/new', '/audit/erasures', '/audit/erasures/plan', '/audit/readings'])(
    'does not have %s',
    async (path) => {
      const answer = await go(stage.officer.page, path);
      expect([answer?.status(), await heading(stage.officer.page)]).toEqual([403, 'You cannot do this']);
      expect(await stage.officer.page.locator('nav a', { hasText: 'Holds' }).count()).toBe(0);
    },
  );

  it.each(['police.duty-manager', 'police.practitioner', 'lead'])('is nobody else: not %s', async (user) => {
    const { context, page } = await deskOf({ county: stage.world.county, browser: stage.browser }, user);
    for (const path of [
      '/audit/search',
      `/audit/leaves/${stage.world.leaf}`,
      '/audit/reports/gaps',
      '/audit/readings',
    ])
      expect([path, (await go(page, path))?.status()]).toEqual([path, 403]);
    await context.close();
  });
});

describe('reports', () => {
  it('are read as tables whose figures open their proofs, and kept as CSV', async () => {
    const { page } = stage.auditor;
    await go(page, '/audit/reports');
    await page.click('text=What two agencies told each other');
    await page.click('button:has-text("Make the report")');
    expect(await errors(page)).toEqual(['Choose two agencies that are not the same']);
    await page.selectOption('#one', 'police');
    await page.selectOption('#other', 'mh-trust');
    await page.click('button:has-text("Make the report")');
    expect(await page.locator('h2').allInnerTexts()).toEqual(['How often', 'Each by itself']);
    await page.locator('tbody a').first().click();
    expect(await heading(page)).toMatch(/^Leaf \d+ of the log, with its proof$/);
    await page.goBack();
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=(CSV)')]);
    expect(readFileSync((await download.path()) ?? '', 'utf8')).toMatch(/^leaf,at,occurred_at,case,task,/);
  });

  it.each(['gaps', 'unmet', 'overrides', 'refusals'])('are made of %s', async (name) => {
    const { page } = stage.auditor;
    const answer = await go(page, `/audit/reports/${name}?run=1`);
    expect([answer?.status(), await page.locator('h2').count()]).toEqual([
      200,
      name === 'unmet' ? 3 : name === 'refusals' ? 2 : 1,
    ]);
    expect(await page.locator('.concordat-reading').count()).toBe(1);
  });

  it('have a style for paper: no forms, no navigation', async () => {
    const page = await stage.auditor.context.newPage();
    await page.emulateMedia({ media: 'print' });
    await go(page, '/audit/reports/gaps?run=1');
    for (const place of ['form', '.govuk-service-navigation'])
      expect([place, await page.locator(place).first().isVisible()]).toEqual([place, false]);
    expect(await page.locator('table').isVisible()).toBe(true);
    await page.close();
  });

  it('say which overrides wait for a review, and by whom', async () => {
    const { page } = stage.auditor;
    await go(page, '/audit/overrides');
    await page.click('text=Not reviewed');
    expect(await page.innerText('tbody tr')).toMatch(
      /Police warning markers[\s\S]*Life at risk[\s\S]*to be reviewed[\s\S]*Caldicott Guardian/i,
    );
    await page.click('.moj-sub-navigation a:text-is("Reviewed")');
    expect(await page.innerText('main')).toContain('There is none.');
  });
});

/** Everything that an auditor has, for looks at all of it. */
const pages = (): readonly string[] => [
  '/audit/search',
  '/audit/search?agency=police',
  '/audit/search?task=x',
  '/audit/person?purpose=story',
  `/audit/tasks/${stage.world.admission.taskId}`,
  `/audit/leaves/${stage.world.leaf}`,
  '/audit/reports',
  '/audit/reports/accounting?run=1&one=police&other=mh-trust',
  '/audit/reports/gaps?run=1',
  '/audit/reports/overrides?run=1',
  '/audit/reports/refusals?run=1',
  '/audit/reports/unmet?run=1',
  '/audit/overrides',
  '/audit/holds?all=true',
  '/audit/holds/new',
  '/audit/erasures',
  '/audit/erasures/due',
  '/audit/erasures/plan',
  `/audit/erasures/plan?case=${stage.world.admission.caseId}`,
  '/audit/readings',
];

/** What an auditor has of a person, who is looked for first. */
async function pagesOfPerson(page: Page): Promise<readonly string[]> {
  await go(page, '/audit/person?purpose=story');
  await lookFor(page, SOUGHT);
  const { search } = new URL(page.url());
  return [`/audit/people${search}`, `/audit/reports/person${search}`, `/audit/search${search}`];
}

describe('every page', () => {
  it.each(WIDTHS)('breaks no rule of accessibility at %i px, and is no wider than that', async (width) => {
    const { page } = stage.auditor;
    await page.setViewportSize({ width, height: 900 });
    const titles: string[] = [];
    for (const path of [...pages(), ...(await pagesOfPerson(page))]) {
      await go(page, path);
      expect([path, await violationsOf(page)]).toEqual([path, []]);
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect([path, over <= 0]).toEqual([path, true]);
      titles.push(await page.title());
      const shots = process.env['SHOTS'];
      if (shots !== undefined)
        await page.screenshot({
          path: join(shots, `${width}${path.replace(/[^a-z]+/g, '-')}.png`),
          fullPage: true,
        });
    }
    expect(titles.every((title) => title.endsWith(' – Concordat'))).toBe(true);
  });

  it('runs its own scripts alone: the browser reports nothing', async () => {
    const { context } = stage.auditor;
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    for (const path of pages().filter((one) => one !== '/audit/search?task=x')) {
      await go(page, path);
      expect([path, said]).toEqual([path, []]);
    }
    await page.close();
  });
});
