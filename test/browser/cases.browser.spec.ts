import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, violationsOf, WIDTHS } from '../support/browser.js';
import { aNight } from '../support/console-night.js';
import { as, faultsOfPages, letIn, tabTo, textOf, type Place } from '../support/console-pages.js';
import { answerTo, consoleOf } from '../support/console.js';
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
  caseId = await aNight(police, trust);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await county.close();
}, 60_000);

const place = (): Place => ({ county: county.here(), browser });
const MANAGER = 'police.duty-manager';

describe('the page of a case', () => {
  it('says who answers for the person now, what time is left, what differs, what is missing and which tasks there are', async () => {
    await as(place(), [MANAGER, `/cases/${caseId}`], async (page) => {
      const now = await page.locator('#now').innerText();
      expect(now).toMatch(
        /Who answers for the person now\s+HBPoS, Wealdmere Mental Health NHS Trust\s+took over/,
      );
      const text = await textOf(page);
      expect(text).toContain('Treat as a possible child');
      expect(text).toMatch(/Detention under section 136\s+23 hours 5\d minutes left/);
      const differs = page.locator('.concordat-item', { hasText: 'Alcohol or drugs taken now' });
      expect(await differs.locator('.concordat-card').allInnerTexts()).toEqual([
        expect.stringMatching(
          /smells of alcohol[\s\S]*contact centre, Wealdmere Police[\s\S]*From “caller 1”/,
        ),
        expect.stringMatching(/breath test shows none[\s\S]*HBPoS[\s\S]*From a device/),
      ]);
      const name = page.locator('#gaps + div tr', { has: page.locator('th', { hasText: /^Name/ }) });
      expect(await name.innerText()).toMatch(
        /the person does not know or did not answer[\s\S]*Mental Health NHS Trust/,
      );
      expect(await page.locator('.govuk-task-list__status').allInnerTexts()).toEqual(['Accepted']);
      expect(await page.locator('.govuk-task-list__link').getAttribute('href')).toMatch(
        /^\/tasks\/[0-9a-f-]{36}$/,
      );
      expect(text).toContain('officers stay until 4');
    });
  }, 60_000);

  it('keeps the person out of the title and of the address, and is the same without scripts', async () => {
    await as(
      place(),
      [MANAGER, `/cases/${caseId}`],
      async (page) => {
        expect(await page.title()).toBe(`Case ${caseId.slice(-6)} – Concordat`);
        const alias = await page.locator('h1').innerText();
        expect(alias).toMatch(/^“\w+ \w+( \d+)?”$/);
        expect(await textOf(page)).toContain('breath test shows none');
      },
      { javaScriptEnabled: false },
    );
  }, 60_000);

  it('leads to its tasks by the keyboard alone', async () => {
    await as(place(), [MANAGER, `/cases/${caseId}`], async (page) => {
      const href = await page.locator('.govuk-task-list__link').getAttribute('href');
      await tabTo(page, '.govuk-task-list__link');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname === href);
    });
  }, 60_000);

  it('shows the other agency its own side of the same case', async () => {
    await as(place(), ['mh-trust.duty-manager', `/cases/${caseId}`], async (page) => {
      const text = await textOf(page);
      expect(text).toContain('HBPoS, Wealdmere Mental Health NHS Trust');
      expect(text).not.toContain('officers stay until 4');
    });
  }, 60_000);

  it('is not there for who is bound to another unit, nor for what is no case', async () => {
    await as(place(), ['police.practitioner', '/board'], async (page, open) => {
      expect(await open(`/cases/${caseId}`)).toBe(404);
      expect(await textOf(page)).not.toContain('alcohol');
    });
    await as(place(), [MANAGER, '/board'], async (_page, open) => {
      expect(await open('/cases/01a21618-0000-7000-8000-000000000000')).toBe(404);
      expect(await open('/cases/nothing')).toBe(400);
    });
  }, 60_000);
});

/** Fills in the first shift of a roster. */
async function fillIn(page: Page, skill: string, count: string): Promise<void> {
  await page.selectOption('#shift-0-skill', skill);
  await page.fill('#shift-0-count', count);
  await page.fill('#shift-0-day', TOMORROW);
  await page.fill('#shift-0-time', '07:30');
}

const TOMORROW = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeZone: 'Europe/London' }).format(
  Date.now() + 86_400_000,
);

/** The roster of an agency once it says this; people see it on their next look at the page. */
const untilShown = (page: Page, agency: string, text: RegExp): Promise<unknown> =>
  until(`the roster of ${agency} shows ${String(text)}`, async () => {
    await page.reload();
    return text.test(await page.locator(`section[aria-labelledby="${agency}"]`).innerText());
  });

describe('the duty roster', () => {
  it('is published by a duty manager, and seen by the other agency with how long it counts', async () => {
    await as(place(), [MANAGER, '/roster'], async (page) => {
      await page.click('a:has-text("response team")');
      await fillIn(page, 'constable', '4');
      await page.click('text=Add another shift');
      expect(await page.inputValue('#shift-0-count')).toBe('4');
      await page.selectOption('#shift-1-skill', 'negotiator');
      await page.fill('#shift-1-count', '1');
      await page.check('text=People 18 to 64 >> nth=1');
      await page.click('summary:has-text("Languages") >> nth=1');
      await page.check('#shift-1-languages-17 >> nth=0');
      await page.fill('#shift-1-day', TOMORROW);
      await page.fill('#shift-1-time', '19.00');
      await page.fill('#free', '0');
      await page.click('button:text-is("Publish") >> nth=-1');
      await page.waitForURL((url) => url.pathname === '/roster');
      expect(await page.locator('.govuk-notification-banner').innerText()).toContain(
        'response team is saved',
      );
      await untilShown(page, 'police', /5 on shift now[\s\S]*Constable\s+Role in law/);
      await page.click('a:has-text("response team")');
      expect(await page.inputValue('#shift-1-count')).toBe('1');
      expect(await page.inputValue('#shift-1-time')).toBe('19:00');
    });
    await as(place(), ['mh-trust.practitioner', '/roster'], async (page) => {
      await untilShown(
        page,
        'police',
        /Counts[\s\S]*minutes? left unless it is published again[\s\S]*18 to 64/,
      );
      expect(await textOf(page)).toMatch(/Wealdmere Mental Health NHS Trust Nothing published/);
      expect(await page.locator('text=Publish for your agency').count()).toBe(0);
    });
  }, 90_000);

  it('says what is wrong beside each field, and loses nothing of what was typed', async () => {
    await as(place(), [MANAGER, '/roster/custody'], async (page) => {
      await page.fill('#shift-0-count', 'four');
      await page.fill('#shift-0-day', '31/02/2027');
      await page.click('button:text-is("Publish") >> nth=-1');
      expect(await page.title()).toMatch(/^Error: Publish who is on shift/);
      const summary = page.locator('.govuk-error-summary');
      expect(await summary.evaluate((one) => one === document.activeElement)).toBe(true);
      expect(await summary.locator('a').allInnerTexts()).toEqual([
        'Choose the skill of shift 1',
        'Enter how many people shift 1 has, such as 2',
        'Enter the day and the time when shift 1 ends, such as 26/11/2026 and 07:30',
      ]);
      await summary.locator('a >> nth=1').click();
      expect(await page.locator('#shift-0-count').evaluate((one) => one === document.activeElement)).toBe(
        true,
      );
      expect(await page.inputValue('#shift-0-count')).toBe('four');
      expect(await page.inputValue('#shift-0-day')).toBe('31/02/2027');
      expect(await violationsOf(page)).toEqual([]);

      await fillIn(page, 'mental-health-nurse', '2');
      await page.click('button:text-is("Publish") >> nth=-1');
      expect(await page.locator('#shift-0-employer-error').innerText()).toContain(
        'employs nobody in this role in law',
      );
      await page.selectOption('#shift-0-employer', 'mh-trust');
      await page.click('button:text-is("Publish") >> nth=-1');
      await page.waitForURL((url) => url.pathname === '/roster');
    });
  }, 60_000);

  it('is published by the keyboard alone', async () => {
    await as(place(), [MANAGER, '/roster/missing-persons'], async (page) => {
      await tabTo(page, '#shift-0-skill');
      await page.keyboard.type('Constable');
      await page.keyboard.press('Tab');
      await page.keyboard.type('2');
      await tabTo(page, '#shift-0-day');
      await page.keyboard.type(TOMORROW);
      await page.keyboard.press('Tab');
      await page.keyboard.type('06:00');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname === '/roster');
    });
  }, 60_000);

  it('is published without scripts, and a unit may say that nobody is there', async () => {
    await as(
      place(),
      [MANAGER, '/roster/street-triage'],
      async (page) => {
        await page.click('text=Remove shift 1');
        expect(await page.locator('fieldset.concordat-item').count()).toBe(0);
        await page.click('text=Add a shift');
        expect(await page.locator('fieldset.concordat-item').count()).toBe(1);
        await page.click('text=Remove shift 1');
        await page.click('button:text-is("Publish") >> nth=-1');
        expect(await page.locator('.govuk-notification-banner').innerText()).toContain('triage car is saved');
        await untilShown(page, 'police', /triage car: 0 on shift now[\s\S]*Nobody is there/);
      },
      { javaScriptEnabled: false },
    );
  }, 60_000);

  it('is not published by a practitioner, whatever the browser sends', async () => {
    await as(place(), ['police.practitioner', '/roster'], async (page, open) => {
      expect(await page.locator('text=Publish for your agency').count()).toBe(0);
      expect(await open('/roster/street-triage')).toBe(403);
      const url = `${consoleOf(county.here())}/roster/street-triage`;
      expect((await answerTo(page.context().request, url, 'POST')).status()).toBe(403);
    });
  }, 60_000);
});

describe('the pages of cases, rosters and figures', () => {
  it.each(WIDTHS)(
    'break no rule of accessibility at %d px, and never scroll sideways as a whole',
    async (width) => {
      const mine = [`/cases/${caseId}`, '/roster', '/roster/response'];
      expect(await faultsOfPages(place(), [MANAGER, mine], width)).toEqual([]);
      expect(await faultsOfPages(place(), ['lead', ['/lead?mode=exercise']], width)).toEqual([]);
    },
    120_000,
  );

  it('are refused to every role that has no business there', async () => {
    const mine = [`/cases/${caseId}`, '/roster', '/roster/response'];
    for (const user of ['auditor', 'police.records-officer'])
      expect(await letIn(place(), [user, [...mine, '/lead']])).toEqual([]);
    expect(await letIn(place(), ['lead', mine])).toEqual([]);
    for (const user of [MANAGER, 'police.practitioner'])
      expect(await letIn(place(), [user, ['/lead']])).toEqual([]);
  }, 120_000);
});

describe('the page of a lead', () => {
  it('shows how every agency keeps its times, and no person, no case and no task', async () => {
    await as(place(), ['lead', '/'], async (page) => {
      expect(new URL(page.url()).pathname).toBe('/lead');
      expect(await textOf(page)).toContain('There is nothing of this sort');
      await page.check('text=Exercises');
      await page.selectOption('#hours', '168');
      await page.click('button:text-is("Show")');
      await page.waitForURL((url) => url.searchParams.get('mode') === 'exercise');
      const row = page.locator('#kinds + div tr', { hasText: 'Place of safety space' });
      expect(await row.innerText()).toMatch(
        /Wealdmere Police\s+Wealdmere Mental Health NHS Trust\s+1 accepted\s+0\s+1\s+1 of 1 in time/,
      );
      const html = await page.content();
      for (const secret of [caseId, 'alcohol', 'breath test', 'control-room'])
        expect(html).not.toContain(secret);
      expect(html).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
    });
  }, 60_000);

  it('is sorted by a heading with the keyboard, and is the same without scripts', async () => {
    await as(place(), ['lead', '/lead?mode=exercise'], async (page) => {
      await tabTo(page, '#agencies + div th:nth-child(2) button');
      await page.keyboard.press('Enter');
      expect(await page.locator('#agencies + div th:nth-child(2)').getAttribute('aria-sort')).toBe(
        'ascending',
      );
    });
    await as(
      place(),
      ['lead', '/lead?mode=exercise'],
      async (page) => expect(await textOf(page)).toContain('Place of safety space'),
      { javaScriptEnabled: false },
    );
  }, 60_000);

  it('is not spoilt by an agency that does not answer: what was asked of it is told by who asked', async () => {
    await county.here().kill('mh-trust');
    await as(place(), ['lead', '/lead?mode=exercise'], async (page) => {
      const text = await textOf(page);
      expect(text).toContain('Wealdmere Mental Health NHS Trust does not answer');
      expect(await page.locator('#kinds + div').innerText()).toContain('as Wealdmere Police sees it');
    });
    await county.here().restart('mh-trust');
  }, 60_000);
});
