import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, violationsOf, WIDTHS } from '../support/browser.js';
import { consoleOf, deskOf, type Desk } from '../support/console.js';
import { County } from '../support/county.js';
import { Desk as System, type Recorded } from '../support/e2e-desk.js';
import { until } from '../support/waiting.js';

let county: County;
let browser: Browser;
let face: string;
/** Two people on a night shift, each in a browser of their own, and the systems behind them. */
let police: Desk;
let ambulance: Desk;
let policeSystem: System;
let ambulanceSystem: System;

beforeAll(async () => {
  [county, browser] = await Promise.all([County.open({ webFace: true }), openBrowser()]);
  face = consoleOf(county);
  policeSystem = new System(county.agency('police').door, 'control-room', 'PC 4417');
  ambulanceSystem = new System(county.agency('ambulance').door, 'crew', 'crew 12');
  police = await deskOf({ county, browser }, 'police.duty-manager');
  ambulance = await deskOf({ county, browser }, 'ambulance.duty-manager');
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await county?.close();
}, 60_000);

const ITEMS = [
  { code: 'exact-location', state: 'known', value: { line: 'East Quay footbridge' }, sourceKind: 'caller' },
  { code: 'alias', state: 'unknown', absent: 'asked-declined' },
];
/** The police ask a crew, and the ambulance service has it. */
async function asks(): Promise<Recorded> {
  const task = await policeSystem.asks('ambulance/crew', { items: ITEMS });
  await ambulanceSystem.sees(task.taskId, 'requested');
  return task;
}
const row = (page: Page, { taskId }: Recorded) => page.locator(`[data-task="${taskId}"]`);
const open = async (page: Page, { taskId }: Recorded): Promise<void> => {
  await page.goto(`${face}/tasks/${taskId}`);
};
const click = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

describe('a night shift', () => {
  it('goes from an alert to the handover on two boards at once, without a reload', async () => {
    await Promise.all([police.page.goto(`${face}/board`), ambulance.page.goto(`${face}/board`)]);
    await ambulance.page.getByText(/^Live/).waitFor();
    const task = await asks();
    await row(ambulance.page, task).waitFor();
    expect(await row(ambulance.page, task).innerText()).toContain('Asked of us by Police');
    expect(await ambulance.page.title()).toMatch(/^\(!\)/);
    await row(police.page, task).waitFor();

    await row(ambulance.page, task).getByRole('link').click();
    expect(await ambulance.page.locator('body').innerText()).toContain('East Quay footbridge');
    expect(await ambulance.page.locator('body').innerText()).toContain('Asked: the person');
    await click(ambulance.page, 'Accept');
    await ambulance.page.fill('#note', 'four minutes away');
    await click(ambulance.page, 'Accept');
    await ambulance.page.getByText('Ambulance accepted').waitFor();

    await until('the police see on their board that it was accepted', async () =>
      (await row(police.page, task).innerText()).includes('Accepted'),
    );
    await click(ambulance.page, 'Start work');
    await click(ambulance.page, 'Start work');
    await click(ambulance.page, 'Finish');
    await ambulance.page.getByRole('radio').first().check();
    await click(ambulance.page, 'Finish');
    await until('it is gone from the police board', async () => (await row(police.page, task).count()) === 0);
    await open(police.page, task);
    expect(await police.page.locator('.moj-timeline').innerText()).toContain('four minutes away');
  }, 120_000);

  it('names what a decline must say beside its field, and keeps what was typed', async () => {
    const task = await asks();
    await open(ambulance.page, task);
    await click(ambulance.page, 'Decline');
    await ambulance.page.fill('#note', 'sorry');
    await click(ambulance.page, 'Decline');
    expect(await ambulance.page.title()).toMatch(/^Error: /);
    const summary = ambulance.page.locator('.govuk-error-summary');
    expect(await summary.innerText()).toContain('Select why');
    expect(await ambulance.page.inputValue('#note')).toBe('sorry');
    await ambulance.page.getByRole('radio').first().check();
    await ambulance.page.fill('#fact', 'another crew is there');
    await click(ambulance.page, 'Decline');
    await ambulance.page.getByText('Ambulance declined').waitFor();

    await police.page.goto(`${face}/board`);
    await row(police.page, task).waitFor();
    expect(await row(police.page, task).innerText()).toContain('They declined');
    await open(police.page, task);
    await click(police.page, 'I have seen this');
    // The page that follows says it no more: only then is it looked for elsewhere.
    await police.page.getByRole('button', { name: 'I have seen this' }).waitFor({ state: 'detached' });
    await police.page.goto(`${face}/board`);
    expect(await row(police.page, task).count()).toBe(0);
  }, 60_000);

  it('tells somebody whose step came too late what came first', async () => {
    const task = await asks();
    await open(ambulance.page, task);
    await click(ambulance.page, 'Accept');
    await policeSystem.does('cancel', task.taskId, { reason: 'no-longer-needed' });
    await ambulanceSystem.sees(task.taskId, 'cancelled');
    await click(ambulance.page, 'Accept');
    expect(await ambulance.page.locator('main').innerText()).toMatch(/Police cancelled, \d+ seconds? ago/);
  }, 60_000);

  it('tells somebody who comes to a step that is over what came first, not that there is no such page', async () => {
    const task = await asks();
    await policeSystem.does('cancel', task.taskId, { reason: 'no-longer-needed' });
    await ambulanceSystem.sees(task.taskId, 'cancelled');
    for (const step of ['accept', 'inform']) {
      const answer = await ambulance.page.goto(`${face}/tasks/${task.taskId}/steps/${step}`);
      expect(answer?.status()).toBe(409);
      const said = await ambulance.page.locator('main').innerText();
      expect(said).toMatch(/This is not possible now\s+Police cancelled, \d+ seconds? ago/);
    }
    const unknown = await ambulance.page.goto(`${face}/tasks/${task.taskId}/steps/dance`);
    expect(unknown?.status()).toBe(404);
  }, 60_000);

  it('is worked with the keyboard alone', async () => {
    const task = await asks();
    await open(ambulance.page, task);
    const { keyboard } = ambulance.page;
    const tabTo = async (name: string): Promise<void> => {
      for (let press = 0; press < 80; press += 1) {
        await keyboard.press('Tab');
        if ((await ambulance.page.evaluate('document.activeElement?.textContent?.trim()')) === name) return;
      }
      throw new Error(`${name} cannot be reached by Tab`);
    };
    await tabTo('Say that you are considering it');
    await keyboard.press('Enter');
    await ambulance.page.waitForURL(/steps\/receive/);
    await tabTo('Say that you are considering it');
    await keyboard.press('Enter');
    await ambulance.page.getByText('Ambulance is considering it').waitFor();
  }, 60_000);

  it('works without scripts, by refresh', async () => {
    const plain = await deskOf({ county, browser }, 'ambulance.duty-manager', {
      context: { javaScriptEnabled: false },
    });
    const task = await asks();
    await plain.page.goto(`${face}/board`);
    await row(plain.page, task).getByRole('link').click();
    await click(plain.page, 'Accept');
    await click(plain.page, 'Accept');
    expect(await plain.page.locator('main').innerText()).toContain('Ambulance accepted');
    await plain.context.close();
  }, 60_000);
});

describe('a board', () => {
  it('shows what its filters say, and keeps them in the address', async () => {
    const task = await asks();
    await police.page.goto(`${face}/board?side=performer`);
    expect(await row(police.page, task).count()).toBe(0);
    await police.page.goto(`${face}/board?side=asker&with=ambulance&status=requested`);
    await row(police.page, task).waitFor();
    await police.page.getByRole('link', { name: 'Show all' }).click();
    expect(new URL(police.page.url()).search).toBe('');
  }, 60_000);

  it.each(WIDTHS)(
    'and a task break no rule of accessibility and are not cut off at %d px',
    async (width) => {
      const task = await asks();
      await ambulance.page.setViewportSize({ width, height: 900 });
      for (const path of [
        '/board',
        `/tasks/${task.taskId}`,
        `/tasks/${task.taskId}/steps/reject`,
        `/tasks/${task.taskId}/steps/inform`,
      ]) {
        await ambulance.page.goto(`${face}${path}`);
        expect([path, await violationsOf(ambulance.page)]).toEqual([path, []]);
        const wide = await ambulance.page.evaluate<number>('document.documentElement.scrollWidth');
        expect([path, wide <= width]).toEqual([path, true]);
      }
    },
    60_000,
  );

  it('leads to sign in by itself once the session is over', async () => {
    const { context, page } = await deskOf({ county, browser }, 'ambulance.duty-manager');
    const task = await asks();
    await page.goto(`${face}/board`);
    await page.getByText(/^Live/).waitFor();
    await context.clearCookies();
    await ambulanceSystem.does('receive', task.taskId);
    await page.locator('#password').waitFor({ timeout: 30_000 });
    await context.close();
  }, 60_000);

  it('says loudly what was not sent, until somebody says that they telephoned', async () => {
    await county.stack.nats.stop();
    const decideBy = new Date(Date.now() + 8_000).toISOString();
    const body = policeSystem.body({
      kind: 'emergency-medical-response',
      mode: 'exercise',
      to: { agency: 'ambulance', unit: 'crew' },
      decideBy,
    });
    const { body: told } = await policeSystem.post('/tasks', body, { prefer: 'wait=1' });
    const unsent = row(police.page, told as unknown as Recorded);
    await police.page.goto(`${face}/board`);
    await police.page.getByText('The bus cannot be reached').waitFor();
    await unsent.getByText(/Waits since|Never sent/).waitFor({ timeout: 60_000 });
    await police.page.goto(`${face}/tasks/${(told as unknown as Recorded).taskId}/steps/cancel`);
    await police.page.getByText(/is not recorded yet|was never sent/).waitFor();
    await police.page.goto(`${face}/board`);
    await pause(Math.max(0, Date.parse(decideBy) - Date.now()));
    await county.stack.startNatsAgain();
    await unsent.getByText(/Never sent/).waitFor({ timeout: 60_000 });
    const number = unsent.getByRole('link', { name: '01632 960102' });
    expect(await number.getAttribute('href')).toBe('tel:01632960102');
    await unsent.getByRole('button', { name: 'I have telephoned them' }).click();
    await until('it is gone', async () => {
      await police.page.goto(`${face}/board`);
      return (await unsent.count()) === 0;
    });
  }, 120_000);
});
