import type { Browser, Page } from 'playwright-core';
import { press } from './ask-pages.js';
import { openBrowser } from './browser.js';
import { consoleOf, deskOf, type Desk } from './console.js';
import { County } from './county.js';
import { Desk as System, type EventShown, type Recorded } from './e2e-desk.js';
import { until } from './waiting.js';

/** The county, the browser and the people of the tests of telling and of asking for what is not known; all of it is there after `openStage`. */
export const stage = {} as {
  county: County;
  browser: Browser;
  face: string;
  /** A duty manager of each agency, and the systems behind them. */
  police: Desk;
  ambulance: Desk;
  policeSystem: System;
  ambulanceSystem: System;
};

/** For beforeAll. */
export async function openStage(): Promise<void> {
  [stage.county, stage.browser] = await Promise.all([County.open({ webFace: true }), openBrowser()]);
  stage.face = consoleOf(stage.county);
  stage.policeSystem = new System(stage.county.agency('police').door, 'control-room', 'PC 4417');
  stage.ambulanceSystem = new System(stage.county.agency('ambulance').door, 'crew', 'crew 12');
  stage.police = await deskOf(stage, 'police.duty-manager');
  stage.ambulance = await deskOf(stage, 'ambulance.duty-manager');
}

/** For afterAll. */
export async function closeStage(): Promise<void> {
  await stage.browser?.close();
  await stage.county?.close();
}

/** A crew has accepted what the police asked, of a person of whom little is known: no time runs out while a test works. */
export async function asks(): Promise<Recorded> {
  const items = [
    { code: 'exact-location', state: 'known', value: { line: 'East Quay footbridge' }, sourceKind: 'caller' },
    { code: 'alias', state: 'unknown', absent: 'asked-declined' },
  ];
  const task = await stage.policeSystem.asks('ambulance/crew', { items });
  await stage.ambulanceSystem.sees(task.taskId, 'requested');
  await stage.ambulanceSystem.does('accept', task.taskId);
  await stage.policeSystem.sees(task.taskId, 'accepted');
  return task;
}

/** The address of the questions of these items. */
export const questions = ({ taskId }: Recorded, ...codes: readonly string[]): string =>
  `${stage.face}/tasks/${taskId}/steps/inform?${codes.map((code) => `item=${code}`).join('&')}`;

/** Clicks the step on the page of its task. */
export async function opensTelling(page: Page, { taskId }: Recorded): Promise<void> {
  await page.goto(`${stage.face}/tasks/${taskId}`);
  await page.getByRole('button', { name: 'Tell them something', exact: true }).click();
  await page.getByRole('heading', { name: 'What do you tell?' }).waitFor();
}

/** Selects an item, or "Only a message", on the first page. */
export const chooses = (page: Page, code: string): Promise<void> =>
  page.check(`[name=item][value="${code}"]`);

/** Answers the question of one item with a value or, by its code, a reason. */
export const answers = (page: Page, code: string, said: string): Promise<void> =>
  page.check(`[name="${code}-said"][value="${said}"]`);

/** Presses the button that tells all of it. */
export const tells = (page: Page): Promise<void> => press(page, 'Tell them something');

/** The events by which something was told, once the ambulance service has any of the task. */
export const told = ({ taskId }: Recorded): Promise<readonly EventShown[]> =>
  until('something is told', async () => {
    const events = await stage.ambulanceSystem.events(taskId);
    const found = events.filter(({ event }) => event.type === 'concordat.task.informed.v1');
    return found.length > 0 && found;
  });
