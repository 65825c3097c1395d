import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { SOUGHT } from '../support/auditors-county.js';
import { errors, go, heading, leafPage, lookFor, stage } from '../support/auditors-stage.js';
import { violationsOf } from '../support/browser.js';
import { tabTo } from '../support/console-pages.js';
import { call } from '../support/county-client.js';

describe('a hold, and an erasure', () => {
  const tick = (page: Page) => page.check('#confirm');
  const cases = (): string => stage.world.admission.caseId;

  it('is placed with a reason and a tick, stands in the way of an erasure, and is released with a reason', async () => {
    const { page } = stage.auditor;
    await go(page, '/audit/holds');
    await page.click('text=Place a hold');
    await page.click('button:has-text("Place the hold")');
    expect(await errors(page)).toEqual([
      'Enter a case, or look for a person',
      'Choose why the records must be kept',
      'Enter the reason in words',
      'Confirm that these are the right cases',
    ]);
    await page.fill('#case', '0198c0de-0000-7000-8000-000000000000');
    await page.check('text=A coroner’s investigation');
    await page.fill('#words', 'inquest 7');
    await tick(page);
    await page.click('button:has-text("Place the hold")');
    expect(await errors(page)).toEqual(['0198c0de-0000-7000-8000-000000000000 is not in the log']);
    expect(await page.inputValue('#words')).toBe('inquest 7');
    expect(await page.isChecked('text=A coroner’s investigation')).toBe(true);
    await page.fill('#case', cases());
    await tick(page);
    await page.click('button:has-text("Place the hold")');
    expect(await page.innerText('.govuk-notification-banner')).toContain('The hold stands');
    expect(await page.innerText('.govuk-summary-card')).toMatch(
      /A coroner’s investigation[\s\S]*stands[\s\S]*inquest 7[\s\S]*leaf \d+/i,
    );
    await go(page, `/audit/erasures/plan?case=${cases()}`);
    expect(await page.innerText('tbody')).toContain('Under 1 legal hold');
    expect(await page.locator('text=Erase for ever').count()).toBe(0);
    await go(page, '/audit/holds');
    await page.click('.govuk-summary-card__actions a');
    await page.fill('#words', 'the inquest has ended');
    await page.click('button:has-text("Release the hold")');
    expect(await errors(page)).toEqual(['Confirm that the hold may end']);
    expect(await page.inputValue('#words')).toBe('the inquest has ended');
    await tick(page);
    await page.click('button:has-text("Release the hold")');
    expect(await page.innerText('.govuk-summary-card')).toMatch(/released[\s\S]*the inquest has ended/i);
  });

  it('is placed, confirmed and released by the keyboard alone', async () => {
    const { page } = stage.auditor;
    const enter = async (selector: string): Promise<void> => {
      await tabTo(page, selector);
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    };
    await go(page, '/audit/holds');
    await enter('main a:has-text("Place a hold")');
    await tabTo(page, '#case');
    await page.keyboard.type(cases());
    await tabTo(page, '#ground');
    await page.keyboard.press('Space');
    await tabTo(page, '#words');
    await page.keyboard.type('inquest 8');
    await enter('button:text-is("Place the hold")');
    // The summary of what is missing has the focus, and its link leads to the tick.
    expect(await errors(page)).toEqual(['Confirm that these are the right cases']);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('confirm');
    await page.keyboard.press('Space');
    await enter('button:text-is("Place the hold")');
    expect(await page.innerText('.govuk-notification-banner')).toContain('The hold stands');
    await enter('.govuk-summary-card__actions a');
    expect(await violationsOf(page)).toEqual([]);
    await tabTo(page, '#words');
    await page.keyboard.type('the inquest has ended');
    await tabTo(page, '#confirm');
    await page.keyboard.press('Space');
    await enter('button:text-is("Release the hold")');
    expect(await page.innerText('.govuk-summary-card')).toMatch(/released[\s\S]*the inquest has ended/i);
  });

  it('shows what the service says when it refuses what nobody could see coming', async () => {
    const { page } = stage.auditor;
    await go(page, `/audit/erasures/plan?case=${cases()}`);
    await page.check('text=The person objects');
    await page.check('text=The data protection officer');
    await page.fill('#words', 'letter 12');
    await tick(page);
    const token = stage.world.county.stack.system.audit;
    const placed = await call(token, 'POST', '/holds', {
      body: { case: [cases()], ground: 'complaint', words: 'in between' },
    });
    await page.click('button:has-text("Erase for ever")');
    expect((await errors(page)).join()).toContain(`${cases()} is under the hold`);
    await call(token, 'POST', `/holds/${String(placed.body['id'])}/release`, { body: { words: 'over' } });
  });

  it('is planned, confirmed and followed to its end; the proofs still hold, and nobody finds the person any more', async () => {
    const { page } = stage.auditor;
    await go(page, '/audit/erasures');
    await page.click('a:has-text("Erase a person’s information")');
    await page.click('summary:has-text("Look for a person")');
    await lookFor(page, SOUGHT);
    expect(await page.innerText('tbody')).toContain('1 token');
    await page.click('button:has-text("Erase for ever")');
    expect(await errors(page)).toEqual([
      'Choose why the information is destroyed',
      'Choose on whose word it is destroyed',
      'Enter the reason in words',
      'Confirm that this cannot be undone',
    ]);
    await page.check('text=The person objects');
    await page.check('text=A request of the person');
    await page.fill('#words', 'letter 12');
    await tick(page);
    await page.click('button:has-text("Erase for ever")');
    await page.waitForURL(/\/audit\/erasures\/[0-9a-f-]{36}$/);
    expect(await heading(page)).toBe('Erasure');
    // The page looks by itself how far it is.
    await page.waitForSelector('[data-erasure-state="done"]', { timeout: 60_000 });
    expect(await page.innerText('main')).toMatch(/Wealdmere Police[\s\S]*leaf \d+/);
    await leafPage(page, `/audit/leaves/${stage.world.leaf}`);
    await page.waitForSelector('.concordat-verdict--holds');
    await go(page, '/audit/person?purpose=search');
    await lookFor(page, SOUGHT);
    expect(await page.innerText('#results-summary')).toBe('Nothing in the log fits');
    await go(page, '/audit/erasures');
    expect(await page.innerText('tbody')).toContain('The person objects');
  });

  it('leaves no name in any log of any service', () => {
    const logs = ['console', 'audit', 'police'].map((name) =>
      readFileSync(join(stage.world.county.home.logs, `${name}.log`), 'utf8'),
    );
    expect(logs.some((text) => text.length > 0)).toBe(true);
    for (const text of logs) expect(text).not.toMatch(/tobiah|quillfeather/i);
  });
});
