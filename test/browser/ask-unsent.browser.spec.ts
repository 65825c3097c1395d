import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  answersAll,
  asksForVisit,
  begins,
  brokenOn,
  faultsOn,
  heading,
  openAskCounty,
  press,
  taskSeenBy,
} from '../support/ask-pages.js';
import { answerTo, consoleOf, deskOf } from '../support/console.js';
import type { County } from '../support/county.js';
import { until } from '../support/waiting.js';

/** Typed into drafts, and nowhere else: it must not be in any log. */
const PLANTED = 'Rhianwen Quillfeather';

let county: County;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  ({ county, browser } = await openAskCounty());
  ({ page } = await desk('police.duty-manager'));
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await county?.close();
}, 60_000);

const desk = (user: string, context = {}) => deskOf({ county, browser }, user, { path: '/ask', context });
const start = async (on: Page = page): Promise<void> => void (await on.goto(`${consoleOf(county)}/ask`));
const draftIn = (on: Page): string => /\/ask\/([0-9a-f-]{36})/.exec(on.url())?.[1] ?? '';
const taskIn = (on: Page): string => /\/task\/([0-9a-f-]{36})/.exec(on.url())?.[1] ?? '';

describe('what was agreed by telephone', () => {
  const LONDON = { timeZone: 'Europe/London' } as const;
  const said = (at: Date) => ({
    day: at.toLocaleDateString('en-GB', LONDON),
    time: at.toLocaleTimeString('en-GB', { ...LONDON, hour: '2-digit', minute: '2-digit' }),
  });
  const says = async (at: Date): Promise<void> => {
    const { day, time } = said(at);
    await page.getByLabel('Yes, it was agreed by telephone', { exact: true }).check();
    await page.fill('#occurred-day', day);
    await page.fill('#occurred-time', time);
    await press(page, 'Continue');
  };

  it('is entered afterwards: both agencies see when it happened, and when it was recorded', async () => {
    await start();
    await begins(page, 'Enter what was agreed by telephone');
    await asksForVisit(page);
    await answersAll(page);
    await press(page, 'Continue');
    await press(page, 'Continue');
    expect(await heading(page)).toBe('Was this agreed by telephone?');
    expect(await brokenOn(page)).toEqual([]);
    await says(new Date(Date.now() + 3_600_000));
    expect(await faultsOn(page)).toEqual(['It cannot have happened later than it is recorded.']);
    await says(new Date(Date.now() - 8 * 86_400_000));
    expect(await faultsOn(page)).toEqual([expect.stringMatching(/more than seven days ago/)]);
    expect(await brokenOn(page)).toEqual([]);
    const agreed = new Date(Math.floor((Date.now() - 3_600_000) / 60_000) * 60_000);
    await says(agreed);
    expect(await page.innerText('main')).toMatch(/Agreed by telephone\s+Yes, /);
    await press(page, 'Send');
    const seen = await Promise.all(
      ['police', 'mh-trust'].map((agency) => taskSeenBy(county, agency, taskIn(page))),
    );
    for (const task of seen) {
      expect(task['occurredAt']).toBe(agreed.toISOString());
      expect(Date.parse(String(task['requestedAt']))).toBeGreaterThan(agreed.getTime());
    }
  }, 60_000);
});

describe('unsent work', () => {
  it('survives a reload in the middle of a word, and the end of the session', async () => {
    const { context, page: other } = await desk('police.duty-manager');
    await begins(other);
    await asksForVisit(other);
    await answersAll(other);
    await press(other, 'Continue');
    const kept = other.waitForResponse((answer) => answer.url().endsWith('/typed'));
    await other.locator('#note').pressSequentially('Half a sen');
    expect((await kept).status()).toBeLessThan(300);
    await other.reload();
    expect(await other.inputValue('#note')).toBe('Half a sen');
    await context.clearCookies({ name: '__Host-concordat' });
    await other.reload();
    await other.waitForURL(/\/ask\/.*\/note/);
    expect(await other.inputValue('#note')).toBe('Half a sen');
    await press(other, 'Continue');
    expect(await other.innerText('main')).toContain('Half a sen');
    await context.close();
  }, 60_000);

  it('is gone on with from the start page, and removed by its writer alone', async () => {
    await start();
    await begins(page);
    await page.getByLabel('A new person, whose name we know', { exact: true }).check();
    await page.fill('#name', PLANTED);
    await press(page, 'Continue');
    await start();
    const name = page.locator('.govuk-summary-list__row', { hasText: PLANTED });
    await name.getByRole('link', { name: /Go on/ }).click();
    const id = draftIn(page);
    expect(await heading(page)).toBe('What is needed?');
    for (const user of ['police.practitioner', 'mh-trust.duty-manager']) {
      const { context } = await desk(user);
      const answer = await answerTo(context.request, `${consoleOf(county)}/ask/${id}/what`);
      expect([user, answer.status(), (await answer.text()).includes(PLANTED)]).toEqual([user, 404, false]);
      await context.close();
    }
    await page.goto(`${consoleOf(county)}/ask/${id}/remove`);
    expect(await brokenOn(page)).toEqual([]);
    await press(page, 'Remove');
    expect(await page.innerText('main')).not.toContain(PLANTED);
  }, 60_000);

  it('stands in no log', () => {
    const { logs } = county.home;
    const texts = readdirSync(logs).map((file) => readFileSync(join(logs, file), 'utf8'));
    expect(texts.join('').length).toBeGreaterThan(100);
    expect(texts.filter((text) => text.includes('Quillfeather'))).toEqual([]);
  });
});

describe('while the ledger cannot be reached', () => {
  it('what is sent is not recorded yet: telephone them; once it can, it is', async () => {
    await start();
    await begins(page);
    await asksForVisit(page);
    await answersAll(page);
    await press(page, 'Continue');
    await press(page, 'Continue');
    county.broker['police']?.refuse();
    await press(page, 'Send');
    expect(await heading(page)).toBe('Not recorded yet: telephone them');
    expect(await brokenOn(page)).toEqual([]);
    county.broker['police']?.allow();
    await until('it is recorded', async () => {
      await page.getByRole('link', { name: 'Look again' }).click();
      return (await heading(page)) === 'Recorded';
    });
  }, 60_000);
});
