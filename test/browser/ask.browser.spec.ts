import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ACCESS } from '../../apps/console/src/access.js';
import {
  answersAll,
  asksForVisit,
  begins,
  brokenOn,
  choose,
  faultsOn,
  heading,
  keyGoesOn,
  openAskCounty,
  press,
  tabTo,
  taskSeenBy,
} from '../support/ask-pages.js';
import { USERS, answerTo, askedBy, consoleOf, deskOf, leadsToSignIn } from '../support/console.js';
import type { County } from '../support/county.js';

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

describe('asking for help', () => {
  it('leads step by step to a recorded task, and no page breaks a rule of accessibility', async () => {
    await start();
    const broken: unknown[] = [...(await brokenOn(page))];
    const passes = async (label: string): Promise<void> => {
      await choose(page, label);
      broken.push(...(await brokenOn(page)));
    };
    await begins(page);
    broken.push(...(await brokenOn(page)));
    await passes('A new person, without a name');
    await passes('Crisis team visit');
    await passes('Priority');
    expect(await page.locator('.govuk-checkboxes__item').first().innerText()).toMatch(
      /CRHTT.*\s*Best match\. 3 workers on shift\./,
    );
    expect(await page.locator('.govuk-summary-list').innerText()).toMatch(
      /Every unit of Wealdmere Police[\s\S]*may not be asked/,
    );
    await passes('CRHTT, Wealdmere Mental Health NHS Trust');
    await page.getByRole('button', { name: 'Answer the next one' }).click();
    broken.push(...(await brokenOn(page)));
    await page.getByLabel('We know it', { exact: true }).check();
    await page.getByLabel('What you know', { exact: true }).fill('4 Mill Lane');
    broken.push(...(await brokenOn(page)));
    await press(page, 'Save and continue');
    while (/\/tell\/./.test(page.url())) await choose(page, 'Nobody has asked yet', 'Save and continue');
    await press(page, 'Continue');
    broken.push(...(await brokenOn(page)));
    await page.fill('#note', 'He knows the street triage nurse.');
    await press(page, 'Continue');
    broken.push(...(await brokenOn(page)));
    const text = await page.innerText('main');
    expect(text).toMatch(
      /They see this as soon as it is recorded[\s\S]*Alias or temporary name[\s\S]*They see this when they accept/,
    );
    expect(text).toMatch(/They see this when they accept[\s\S]*Home address/);
    await press(page, 'Send');
    broken.push(...(await brokenOn(page)));
    expect(await heading(page)).toBe('Recorded');
    expect(await page.innerText('.govuk-panel__body')).toMatch(/^Place \d+ on the ledger$/);
    const task = await taskSeenBy(county, 'mh-trust', taskIn(page));
    expect(task).toMatchObject({
      kind: 'crisis-home-visit',
      grade: 'police-grade-national-style.priority',
      mode: 'test',
    });
    await start();
    expect(await page.locator('text=Your unsent requests').count()).toBe(0);
    expect(broken).toEqual([]);
  }, 120_000);

  it('goes by the keyboard alone', async () => {
    const { context, page: other } = await desk('police.practitioner');
    await tabTo(other, '[name=mode][value=actual]');
    await other.keyboard.press('ArrowUp');
    await tabTo(other, 'main button');
    await keyGoesOn(other);
    const picks = async (name: string, value: string): Promise<void> => {
      await tabTo(other, `[name=${name}]`);
      for (let count = 0; count < 40; count += 1) {
        if ((await other.inputValue(':focus')) === value) break;
        await other.keyboard.press('ArrowDown');
      }
      await other.keyboard.press('Space');
    };
    const goesOn = async (): Promise<void> => {
      await tabTo(other, 'main button.govuk-button');
      await keyGoesOn(other);
    };
    await picks('whom', 'named');
    await tabTo(other, '#name');
    await other.keyboard.type('Rhian Vale');
    await goesOn();
    await picks('kind', 'crisis-home-visit');
    await goesOn();
    await picks('urgency', 'band:u1-immediate');
    await goesOn();
    await tabTo(other, '[name=to][value="mh-trust/crisis-team"]');
    await other.keyboard.press('Space');
    await goesOn();
    await tabTo(other, 'main button:not([href])');
    await keyGoesOn(other);
    await goesOn();
    expect(await other.innerText('main')).toContain('They would like to know this. It holds nothing up:');
    await goesOn();
    expect(await heading(other)).toBe('Recorded');
    await context.close();
  }, 120_000);

  it('goes without scripts', async () => {
    const { context, page: plain } = await desk('police.duty-manager', { javaScriptEnabled: false });
    await begins(plain);
    await asksForVisit(plain);
    await answersAll(plain);
    await press(plain, 'Continue');
    await press(plain, 'Continue');
    await press(plain, 'Send');
    expect(await heading(plain)).toBe('Recorded');
    await context.close();
  }, 60_000);

  it('reaches several, one after another, and shows who comes next', async () => {
    await start();
    await begins(page);
    await choose(page, 'A new person, without a name');
    await choose(page, 'Crisis team visit');
    await choose(page, 'Priority');
    await page.getByLabel('CRHTT, Wealdmere Mental Health NHS Trust', { exact: true }).check();
    await page.getByLabel('SPA, Wealdmere Mental Health NHS Trust', { exact: true }).check();
    await press(page, 'Continue');
    await answersAll(page);
    await press(page, 'Continue');
    await press(page, 'Continue');
    expect(await page.locator('h2', { hasText: 'will see' }).allInnerTexts()).toHaveLength(2);
    await press(page, 'Send');
    expect(await heading(page)).toBe('Your request is on its way');
    expect(await page.innerText('main ol')).toBe('SPA, Wealdmere Mental Health NHS Trust');
    expect(await brokenOn(page)).toEqual([]);
  }, 60_000);

  it('for somebody who is known begins with what the case file holds', async () => {
    await start();
    await begins(page);
    const cases = await page.locator('input[value^="case:"]').count();
    expect(cases).toBeGreaterThan(1);
    await page.getByLabel('Rhian Vale', { exact: true }).check();
    await press(page, 'Continue');
    await choose(page, 'Crisis team visit');
    await choose(page, 'Priority');
    await choose(page, 'CRHTT, Wealdmere Mental Health NHS Trust');
    const row = page.locator('.govuk-task-list__item', { hasText: 'Rhian Vale' });
    expect(await row.innerText()).toMatch(/Name\s+Rhian Vale\s+Answered/);
  }, 60_000);
});

describe('mistakes', () => {
  it('are told beside their fields, and nothing that was typed is lost', async () => {
    await start();
    await press(page, 'Start');
    expect(await faultsOn(page)).toEqual(['Select which unit asks', 'Select whether this is real']);
    expect(await page.title()).toMatch(/^Error: /);
    expect(await brokenOn(page)).toEqual([]);
    await begins(page);
    await choose(page, 'A new person, whose name we know');
    expect(await faultsOn(page)).toEqual(['Enter the name of the person']);
    await page.click('.govuk-error-summary a');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('name');
    await page.fill('#name', 'Rhianwen Quillfeather');
    await press(page, 'Continue');
    await page.getByLabel('I know it by another word', { exact: true }).check();
    await page.getByLabel('Your word for it').fill('section');
    await press(page, 'Continue');
    expect(await faultsOn(page)).toEqual([
      expect.stringMatching(/^Wealdmere Mental Health NHS Trust would take it for detained-for-admission/),
    ]);
    expect(await page.inputValue('#word')).toBe('section');
    expect(await brokenOn(page)).toEqual([]);
    await page.fill('#word', 'zzz');
    await press(page, 'Continue');
    expect(await page.innerText('#word-error')).toMatch(/This agency has no such word/);
    await page.fill('#word', 'crisis team visit');
    await press(page, 'Continue');
    await choose(page, 'Priority');
    await press(page, 'Continue');
    expect(await faultsOn(page)).toEqual(['Select who you will ask']);
    await choose(page, 'CRHTT, Wealdmere Mental Health NHS Trust');
    await page.getByRole('button', { name: 'Answer the next one' }).click();
    await page.getByLabel('We know it', { exact: true }).check();
    await page.getByLabel('What you know', { exact: true }).fill('n/k');
    await press(page, 'Save and continue');
    expect(await faultsOn(page)).toEqual([
      'This does not say what is known: select why you do not know it instead.',
    ]);
    expect(await page.getByLabel('What you know', { exact: true }).inputValue()).toBe('n/k');
    await choose(
      page,
      'A named system was searched at a named time, and no match was found',
      'Save and continue',
    );
    expect(await faultsOn(page)).toHaveLength(3);
    expect(await brokenOn(page)).toEqual([]);
  }, 90_000);

  it('of leaving out what they need hold the request up, and say what is missing', async () => {
    await page.goto(`${consoleOf(county)}/ask/${draftIn(page)}/tell`);
    await press(page, 'Continue');
    await press(page, 'Continue');
    expect(await page.innerText('main')).toContain('They need this before you can send it.');
    expect(await page.getByRole('button', { name: 'Send' }).count()).toBe(0);
    await page.locator('.govuk-inset-text a').first().click();
    expect(await heading(page)).toBe('Home address');
  }, 60_000);
});

describe('the pages of asking', () => {
  it.each(['auditor', 'records-officer', 'lead'] as const)(
    'are not for a %s',
    async (role) => {
      const { context } = await desk(USERS[role]);
      const answers = await Promise.all(
        ACCESS.filter(({ route }) => route.includes(' /ask')).map(async (entry) => {
          const [method, path] = askedBy(entry);
          return [path, (await answerTo(context.request, `${consoleOf(county)}${path}`, method)).status()];
        }),
      );
      expect(answers.length).toBeGreaterThan(10);
      expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
      await context.close();
    },
    60_000,
  );

  it('are for who is signed in, and take no form without its token', async () => {
    const nobody = await browser.newContext();
    const answer = await answerTo(nobody.request, `${consoleOf(county)}/ask`);
    expect([answer.status(), leadsToSignIn(answer)]).toEqual([303, true]);
    await nobody.close();
    const forged = await answerTo(page.context().request, `${consoleOf(county)}/ask`, 'POST');
    expect(forged.status()).toBe(403);
  });
});
