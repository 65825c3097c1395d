import { expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, violationsOf, WIDTHS } from './browser.js';
import { County } from './county.js';
import { call } from './county-client.js';
import { until } from './waiting.js';

/** Presses the button with this name and waits for the page that follows. */
export async function press(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name, exact: true }).click()]);
}

/** Chooses a radio or a checkbox, and goes on. */
export async function choose(page: Page, label: string, button = 'Continue'): Promise<void> {
  await page.getByLabel(label, { exact: true }).first().check();
  await press(page, button);
}

/** The heading of the page. */
export const heading = (page: Page): Promise<string> => page.locator('h1').innerText();

/** What the error summary says. */
export const faultsOn = async (page: Page): Promise<readonly string[]> =>
  (await page.locator('.govuk-error-summary li').allInnerTexts()).map((text) => text.trim());

/** Begins a test request as the triage car, from the start page. */
export async function begins(page: Page, button = 'Start'): Promise<void> {
  await page.getByLabel('Triage car', { exact: true }).check();
  await page.getByLabel('Test', { exact: true }).check();
  await press(page, button);
}

/** Answers the questions from whom to who, for a person without a name. */
export async function asksForVisit(page: Page, urgency = 'Priority'): Promise<void> {
  await choose(page, 'A new person, without a name');
  await choose(page, 'Crisis team visit');
  await choose(page, urgency);
  await choose(page, 'CRHTT, Wealdmere Mental Health NHS Trust');
}

/** Says of everything that is still to be answered that nobody has asked. */
export async function answersAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Answer the next one' }).click();
  while (/\/tell\/./.test(new URL(page.url()).pathname)) {
    await page.getByLabel('Nobody has asked yet', { exact: true }).check();
    await press(page, 'Save and continue');
  }
}

/** Every rule of axe-core that the page breaks at each width, and where it is wider than the screen. */
export async function brokenOn(page: Page): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    found.push(...(await violationsOf(page)));
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (wide > width) found.push(`${page.url()} is ${wide} wide on ${width}`);
  }
  return found;
}

/** Presses Tab until this is at hand; fails where it is never reached. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let count = 0; count < 120; count += 1) {
    await page.keyboard.press('Tab');
    const isThere = `document.activeElement?.matches(${JSON.stringify(selector)}) === true`;
    if (await page.evaluate<boolean>(isThere)) return;
  }
  expect(`${selector} by the keyboard on ${page.url()}`).toBe('reached');
}

/** Presses a key on what is at hand, and waits for the page that follows. */
export async function keyGoesOn(page: Page, key = 'Enter'): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
}

/** A county in which police may ask the mental-health trust, whose crisis team has said who is on shift; and a browser. */
export async function openAskCounty(): Promise<{ readonly county: County; readonly browser: Browser }> {
  const [county, browser] = await Promise.all([
    County.open({
      agencies: ['police', 'mh-trust'],
      webFace: true,
      brokerProxies: ['police'],
      env: { police: { RECORD_WAIT_MS: '1500' } },
    }),
    openBrowser(),
  ]);
  const ends = new Date(Date.now() + 8 * 3_600_000).toISOString();
  const shifts = [{ skill: 'crisis-practitioner', count: 3, until: ends }];
  const actor = { role: 'duty-manager', type: 'person', ref: 'nm' };
  await call(county.agency('mh-trust').door, 'PUT', '/roster/crisis-team', { body: { shifts, actor } });
  await until('police hear the roster', async () => {
    const { body } = await call(county.agency('police').door, 'GET', '/roster');
    return JSON.stringify(body).includes('crisis-practitioner');
  });
  return { county, browser };
}

/** A task as an agency shows it, once it has it. */
export async function taskSeenBy(
  county: County,
  agency: string,
  taskId: string,
): Promise<Record<string, unknown>> {
  const found = await until(`${agency} has the task`, async () => {
    const { status, body } = await call(county.agency(agency).door, 'GET', `/tasks/${taskId}`);
    return status === 200 && body['task'] ? body : undefined;
  });
  return found['task'] as Record<string, unknown>;
}
