import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { faultsOn, keyGoesOn, press, tabTo } from '../support/ask-pages.js';
import { deskOf } from '../support/console.js';
import {
  answers,
  asks,
  chooses,
  opensTelling,
  questions,
  stage,
  tells,
  told,
} from '../support/tell-stage.js';
import { until } from '../support/waiting.js';

/** The item as it stands in what an agency knows on a task. */
const rowOf = (page: Page, label: string) => page.locator('tbody tr', { has: page.getByText(label) });

describe('telling something on a task', () => {
  it('tells several items in one event, a value and a reason with what it demands, and the other agency reads them in words', async () => {
    const task = await asks();
    const { page } = stage.police;
    await opensTelling(page, task);
    const lacking = page.locator('fieldset', { hasText: 'Not known on this task' });
    expect(await lacking.locator('[value="worker-safety-warning"]').count()).toBe(1);
    expect(await lacking.locator('[value="exact-location"]').count()).toBe(0);
    await chooses(page, 'age-band');
    await chooses(page, 'worker-safety-warning');
    await press(page, 'Continue');
    expect(new URL(page.url()).search).toBe('?item=age-band&item=worker-safety-warning');

    await answers(page, 'age-band', 'value');
    await page.getByLabel('18-64', { exact: true }).check();
    await page.check('[name="age-band-state"][value="reported-unconfirmed"]');
    await page.selectOption('#age-band-sourceKind', 'caller');
    await answers(page, 'worker-safety-warning', 'reason:searched-not-found');
    await page.fill('#worker-safety-warning-searchedSystem', 'Warning markers');
    await page.fill('#worker-safety-warning-searchedFor', 'East Quay');
    await page.fill('#worker-safety-warning-searchedAt-day', '26/11/2026');
    await page.fill('#worker-safety-warning-searchedAt-time', '3:40');
    await page.fill('#note', 'a second caller rang');
    await tells(page);
    expect(new URL(page.url()).pathname).toBe(`/tasks/${task.taskId}`);

    const events = await told(task);
    expect(events.map(({ event }) => event.data['items'])).toEqual([
      [
        expect.objectContaining({ code: 'age-band', state: 'reported-unconfirmed', sourcekind: 'caller' }),
        expect.objectContaining({
          code: 'worker-safety-warning',
          state: 'unknown',
          absent: 'searched-not-found',
        }),
      ],
    ]);
    await stage.ambulance.page.goto(`${stage.face}/tasks/${task.taskId}`);
    expect(await rowOf(stage.ambulance.page, 'Age band').innerText()).toMatch(
      /Reported, not confirmed[\s\S]*18-64[\s\S]*From a caller/,
    );
    expect(await rowOf(stage.ambulance.page, 'Safety instruction').innerText()).toMatch(
      /Searched and not found[\s\S]*Searched Warning markers for East Quay, 26 November 2026, 3.40 am/,
    );
    expect(await stage.ambulance.page.locator('.moj-timeline').innerText()).toContain('a second caller rang');
  }, 120_000);

  it('sends each reason in the state that goes with it', async () => {
    const task = await asks();
    const { page } = stage.police;
    await page.goto(questions(task, 'means-access'));
    await answers(page, 'means-access', 'reason:masked');
    await page.selectOption('#means-access-heldBy', 'police');
    await tells(page);
    const [event] = await told(task);
    expect(event?.event.data['items']).toMatchObject([
      { code: 'means-access', state: 'withheld', absent: 'masked', heldby: 'police' },
    ]);
    await stage.ambulance.page.goto(`${stage.face}/tasks/${task.taskId}`);
    expect(await stage.ambulance.page.locator('table').innerText()).toMatch(
      /Kept back[\s\S]*It is kept back[\s\S]*Held by Police/,
    );
  }, 60_000);

  it('takes a message alone', async () => {
    const task = await asks();
    const { page } = stage.police;
    await opensTelling(page, task);
    await chooses(page, 'only-message');
    await press(page, 'Continue');
    expect(await page.locator('#override-reason').count()).toBe(0);
    await tells(page);
    expect(await faultsOn(page)).toEqual(['Enter a message']);
    await page.fill('#note', 'he sat down');
    await tells(page);
    const [event] = await told(task);
    expect([event?.content.note, event?.event.data['items']]).toEqual(['he sat down', undefined]);
  }, 60_000);

  it('says what is missing beside the right field of the right item, and loses nothing of what was typed', async () => {
    const task = await asks();
    const { page } = stage.police;
    await opensTelling(page, task);
    await press(page, 'Continue');
    expect(await page.title()).toMatch(/^Error: What do you tell\?/);
    expect(await faultsOn(page)).toEqual(['Select what you tell, or select “Only a message”']);
    await page.locator('.govuk-error-summary a').click();
    expect(await page.evaluate('document.activeElement.name')).toBe('item');

    await chooses(page, 'phone');
    await chooses(page, 'age-band');
    await press(page, 'Continue');
    await answers(page, 'phone', 'reason:temp-unknown');
    await page.fill('#phone-expectedBy-day', '26/11/2026');
    await answers(page, 'age-band', 'value');
    await page.fill('#note', 'more follows');
    await tells(page);
    expect(await page.title()).toMatch(/^Error: /);
    const faults = await faultsOn(page);
    expect(faults).toHaveLength(3);
    expect(faults.filter((text) => /^Phone.*: Enter the/.test(text))).toHaveLength(2);
    expect(faults).toContainEqual(expect.stringMatching(/^Age band.*: Select what you know$/));
    await page.locator('.govuk-error-summary a', { hasText: 'finding out' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('phone-finder');
    expect(await page.inputValue('#phone-expectedBy-day')).toBe('26/11/2026');

    await answers(page, 'phone', 'value');
    await page.fill('#phone-value', 'unknown');
    await page.getByLabel('65+', { exact: true }).check();
    await tells(page);
    expect(await faultsOn(page)).toEqual([
      expect.stringMatching(/^Phone.*: This does not say what is known/),
    ]);
    expect(await page.locator('#phone-value-error').innerText()).toContain('select why you do not know it');
    expect(await page.inputValue('#phone-value')).toBe('unknown');
    expect(await page.getByLabel('65+', { exact: true }).isChecked()).toBe(true);
    expect(await page.inputValue('#note')).toBe('more follows');
    expect(await stage.policeSystem.events(task.taskId)).toHaveLength(2);
    await page.getByRole('link', { name: 'Change what you tell' }).click();
    expect(await page.isChecked('[name=item][value=phone]')).toBe(true);
  }, 90_000);

  it('lets an override be chosen from lists, in the words of the directory, where no agreement lets an item go', async () => {
    const task = await asks();
    const { page } = stage.police;
    await page.goto(questions(task, 'domestic-abuse'));
    await answers(page, 'domestic-abuse', 'value');
    await page.fill('#domestic-abuse-value', 'He was threatened at this address before');
    await tells(page);
    expect(await page.locator('#domestic-abuse-said-error').innerText()).toContain('No agreement');
    await page.getByText('No agreement allows it, and it must be told now').click();
    await page.fill('#override-by', 'Insp Vane');
    await tells(page);
    expect((await faultsOn(page)).length).toBe(3);
    expect(await page.inputValue('#override-by')).toBe('Insp Vane');
    await page.selectOption('#override-reason', { label: 'Grave harm to others' });
    expect(await page.locator('#override-role option').allInnerTexts()).toEqual([
      'Select a role',
      'Duty manager',
    ]);
    await page.selectOption('#override-role', { label: 'Duty manager' });
    const soon = new Intl.DateTimeFormat('en-GB', {
      dateStyle: 'short',
      timeStyle: 'short',
      timeZone: 'Europe/London',
    }).format(Date.now() + 30 * 60_000);
    const [day = '', time = ''] = soon.split(', ');
    await page.fill('#override-until-day', day);
    await page.fill('#override-until-time', time);
    await tells(page);
    const [event] = await told(task);
    expect(event?.event.data).toMatchObject({
      override: { reason: 'harm-to-others', authorisedrole: 'duty-manager' },
      items: [{ code: 'domestic-abuse', way: 'overridden' }],
    });
    await stage.ambulance.page.goto(`${stage.face}/tasks/${task.taskId}`);
    expect(await stage.ambulance.page.locator('table').innerText()).toContain('threatened at this address');
  }, 90_000);

  it('tells who came too late what came first, with all that was typed', async () => {
    const task = await asks();
    const { page } = stage.ambulance;
    await page.goto(questions(task, 'only-message'));
    await page.fill('#note', 'four minutes away');
    await stage.policeSystem.does('cancel', task.taskId, { reason: 'no-longer-needed' });
    await stage.ambulanceSystem.sees(task.taskId, 'cancelled');
    await tells(page);
    expect(await page.locator('main').innerText()).toMatch(/Police cancelled, \d+ seconds? ago/);
    expect(await page.inputValue('#note')).toBe('four minutes away');
  }, 60_000);

  it('is done with the keyboard alone', async () => {
    const task = await asks();
    const { page } = stage.police;
    await page.goto(`${stage.face}/tasks/${task.taskId}/steps/inform`);
    await tabTo(page, '[name=item][value="means-access"]');
    await page.keyboard.press('Space');
    await tabTo(page, 'main button');
    await keyGoesOn(page);
    await tabTo(page, '[name="means-access-said"]');
    await page.keyboard.press('Space');
    await tabTo(page, '#means-access-value');
    await page.keyboard.type('he has no rope');
    await tabTo(page, 'main button.govuk-button');
    await keyGoesOn(page);
    expect((await told(task)).map(({ content }) => content.items?.[0]?.value)).toEqual(['he has no rope']);
  }, 90_000);

  it('works without scripts, and shows of each question only what belongs to its answer', async () => {
    const plain = await deskOf(stage, 'police.duty-manager', {
      context: { javaScriptEnabled: false },
    });
    const { page } = plain;
    const task = await asks();
    await opensTelling(page, task);
    await chooses(page, 'phone');
    await chooses(page, 'only-message');
    await press(page, 'Continue');
    expect(await faultsOn(page)).toEqual([expect.stringContaining('not both')]);
    await page.uncheck('[name=item][value="only-message"]');
    await press(page, 'Continue');
    expect(await page.locator('#phone-heldBy').isVisible()).toBe(false);
    await answers(page, 'phone', 'reason:masked');
    expect(await page.locator('#phone-heldBy').isVisible()).toBe(true);
    expect(await page.locator('#phone-value').isVisible()).toBe(false);
    await page.selectOption('#phone-heldBy', 'police');
    await tells(page);
    await until('it is told, now or on acceptance', async () =>
      /Told: phone|Phone: goes when they accept/.test(await page.reload().then(() => page.innerText('main'))),
    );
    await plain.context.close();
  }, 90_000);

  it('is not possible of what is no item, nor where the task is not open', async () => {
    const task = await asks();
    const { page } = stage.police;
    expect((await page.goto(questions(task, 'no-such-item')))?.status()).toBe(404);
    await stage.policeSystem.does('cancel', task.taskId, { reason: 'no-longer-needed' });
    expect((await page.goto(questions(task, 'phone')))?.status()).toBe(409);
  }, 60_000);
});
