import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { answersAll, faultsOn, press, taskSeenBy } from '../support/ask-pages.js';
import { WIDTHS, violationsOf } from '../support/browser.js';
import { deskOf } from '../support/console.js';
import { answers, asks, questions, stage, tells } from '../support/tell-stage.js';
import { until } from '../support/waiting.js';

const RED_FLAGS = /^Ask for this\s+information: Physical red flags/;

describe('asking for what is not known', () => {
  /** Answers the questions that are left, and sends it. */
  async function goesOn(page: Page): Promise<string> {
    expect(await page.isChecked('[name=wanted][value="physical-red-flags"]')).toBe(true);
    await page.locator('[name=purpose]').first().check();
    await page.locator('[name=basis]').first().check();
    await press(page, 'Continue');
    await page.locator('[name=urgency]').last().check();
    await press(page, 'Continue');
    expect(await page.locator('h1').innerText()).toBe('Who will you ask?');
    const chosen = page.locator('[name=to]:checked, [name=other] option:checked:not([value=""])');
    expect(await chosen.getAttribute('value')).toMatch(/^ambulance\//);
    await press(page, 'Continue');
    await answersAll(page);
    await press(page, 'Continue');
    await press(page, 'Continue');
    await press(page, 'Send');
    return /\/task\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
  }

  it('begins on the page of a task, for the same person, with the item and who holds it selected', async () => {
    const task = await asks();
    const { page } = stage.police;
    await page.goto(`${stage.face}/tasks/${task.taskId}`);
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: RED_FLAGS }).click()]);
    expect(new URL(page.url()).pathname).toMatch(/^\/ask\/[0-9a-f-]{36}\/items$/);
    const asked = await taskSeenBy(stage.county, 'ambulance', await goesOn(page));
    expect(asked).toMatchObject({
      kind: 'information-request',
      caseId: task.caseId,
      mode: 'exercise',
      wanted: ['physical-red-flags'],
    });
    await until('the crew can answer', async () => {
      const answer = await stage.ambulance.page.goto(
        `${stage.face}/tasks/${String(asked['id'])}/steps/inform`,
      );
      return answer?.status() === 200;
    });
    expect(await stage.ambulance.page.locator('fieldset').first().innerText()).toContain(
      'Physical red flags',
    );
  }, 120_000);

  it('begins on the page of a case as well, without scripts, once it is said which unit asks', async () => {
    const plain = await deskOf(stage, 'police.duty-manager', {
      context: { javaScriptEnabled: false },
    });
    const { page } = plain;
    const task = await asks();
    await page.goto(`${stage.face}/cases/${task.caseId}`);
    await page.getByRole('link', { name: RED_FLAGS }).click();
    expect(await page.innerText('main')).toMatch(/You ask for: Physical red flags/);
    await press(page, 'Start');
    expect(await faultsOn(page)).toEqual(['Select which unit asks']);
    await page.locator('[name=unit][value="control-room"]').check();
    await press(page, 'Start');
    expect(await page.isChecked('[name=wanted][value="physical-red-flags"]')).toBe(true);
    await plain.context.close();
  }, 90_000);
});

describe('the pages of telling', () => {
  it.each(WIDTHS)(
    'break no rule of accessibility and are not cut off at %d px',
    async (width) => {
      const task = await asks();
      const { page } = stage.police;
      await page.setViewportSize({ width, height: 900 });
      const looks = async (name: string): Promise<void> => {
        expect([name, await violationsOf(page)]).toEqual([name, []]);
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect([name, wide <= width]).toEqual([name, true]);
      };
      await page.goto(`${stage.face}/tasks/${task.taskId}`);
      await looks('task');
      await page.goto(`${stage.face}/tasks/${task.taskId}/steps/inform?chosen=yes`);
      await looks('choice');
      await page.goto(questions(task, 'age-band', 'phone'));
      await looks('questions');
      await answers(page, 'age-band', 'value');
      await answers(page, 'phone', 'reason:temp-unknown');
      await page.getByText('No agreement allows it, and it must be told now').click();
      await page.fill('#override-by', 'Insp Vane');
      await tells(page);
      await looks('questions with faults');
      await page.goto(`${stage.face}/ask?case=${task.caseId}&wanted=phone`);
      await looks('start of asking');
    },
    90_000,
  );
});
