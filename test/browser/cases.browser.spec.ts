import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, violationsOf } from '../support/browser.js';
import { signedIn, type Visitor, type VisitOptions } from '../support/console-visitor.js';
import { countyOf } from '../support/county.js';
import { Desk } from '../support/e2e-desk.js';
import { until } from '../support/waiting.js';

const county = countyOf({ agencies: ['police', 'mh-trust'], webFace: true });
let browser: Browser;
let police: Desk;
let trust: Desk;
let caseId: string;

beforeAll(async () => {
  [browser] = await Promise.all([openBrowser(), county.open()]);
  police = new Desk(county.here().agency('police').door, 'control-room', 'desk 1');
  trust = new Desk(county.here().agency('mh-trust').door, 'health-based-place-of-safety', 'desk 2');
  caseId = await aNight();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await county.close();
}, 60_000);

const come = (user: string, options?: VisitOptions): Promise<Visitor> =>
  signedIn(browser, county.here().stack.system, user, options);

/** Police hold a person without a name, and the suite of the trust takes them over: two tasks, two descriptions, a clock. */
async function aNight(): Promise<string> {
  const items = [
    { code: 'place-type', state: 'known', value: 'bridge' },
    { code: 'substance-now', state: 'reported-unconfirmed', value: 'smells of alcohol', source: 'caller 1' },
    { code: 'full-name', state: 'unknown', absent: 'asked-unknown' },
    { code: 'age-band', state: 'unknown', absent: 'unknown' },
    ...['presenting-situation', 'risk-to-self', 'risk-to-others', 'mha-status', 'area'].map((code) => ({
      code,
      state: 'unknown',
      absent: 'not-asked',
    })),
    ...['physical-red-flags', 'exact-location', 'date-of-birth'].map((code) => ({
      code,
      state: 'unknown',
      absent: 'not-asked',
    })),
  ];
  const ask = { kind: 'place-of-safety-admission', mode: 'exercise', items, ifNotAllowed: 'leave-out' };
  const { taskId, caseId: id } = await police.asks('mh-trust/health-based-place-of-safety', ask);
  await trust.sees(taskId, 'requested');
  await trust.does('accept', taskId);
  await police.sees(taskId, 'accepted');
  await trust.does('inform', taskId, {
    items: [{ code: 'substance-now', state: 'known', value: 'breath test shows none', sourceKind: 'device' }],
  });
  await trust.post(`/cases/${id}/clocks`, trust.body({ clock: 's136-detention' }));
  await police.does('handover/offer', taskId);
  await trust.events(taskId, 5);
  await trust.does('handover/accept', taskId);
  await police.events(taskId, 6);
  await police.post(`/cases/${id}/entries`, { unit: 'control-room', note: 'officers stay until 4' });
  return id;
}

describe('try', () => {
  it('shots', async () => {
    for (const width of [390, 1440]) {
      const manager = await come('police.duty-manager', { width });
      expect(await manager.open(`/cases/${caseId}`)).toBe(200);
      await manager.page.screenshot({ path: `/tmp/w/shots-cases/case-${width}.png`, fullPage: true });
      console.log(JSON.stringify(await violationsOf(manager.page), null, 1));
      await manager.open('/roster');
      await manager.page.screenshot({ path: `/tmp/w/shots-cases/roster-${width}.png`, fullPage: true });
      console.log(JSON.stringify(await violationsOf(manager.page), null, 1));
      await manager.open('/roster/response');
      await manager.page.screenshot({ path: `/tmp/w/shots-cases/roster-form-${width}.png`, fullPage: true });
      console.log(JSON.stringify(await violationsOf(manager.page), null, 1));
      await manager.close();
    }
  }, 120_000);
});
void until;
