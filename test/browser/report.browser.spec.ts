import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { silent, type Say } from '../../apps/stack/src/cli/say.js';
import { rehearse } from '../../apps/stack/src/rehearsal/rehearse.js';
import { readScenario, shippedScenario } from '../../apps/stack/src/rehearsal/scenario.js';
import type { RehearsalResult } from '../../apps/stack/src/rehearsal/told.js';
import { reportOf } from '../../apps/stack/src/report/report.js';
import { EXAMPLE, withText } from '../../apps/stack/test/report-example.js';
import { openBrowser, trafficOf, violationsOf, WIDTHS, type Traffic } from '../support/browser.js';
import { County } from '../support/county.js';
import { until } from '../support/waiting.js';

const AGENCIES = ['police', 'ambulance', 'mh-trust', 'social-care', 'acute-hospital'];
const SCROLLED = 'document.activeElement.scrollLeft';

const SMALL = `meta: {id: small, title: Small}
start: "2031-01-17T21:42:00Z"
agencies: [police, ambulance]
persons: [{id: P1, truth: {phone: "07700 900461"}}]
steps:
  - {at: 0, by: police/control-room, do: open-case, case: K1, items: {exact-location: {state: known, value: "West pier"}}}
  - {at: 1, by: police/control-room, do: offer, task: T1, kind: emergency-medical-response, to: ambulance/emergency-operations-centre, assert: [{hidden: exact-location, from: ambulance, task: T1}]}
  - {at: 9, by: ambulance/crew, do: decline, task: T1, reason: already-in-hand, extra: "crew 4 is there"}
`;

// A browser on a busy machine may need a while for a page.
jest.setTimeout(120_000);

let county: County;
let browser: Browser;
let report: string;
let result: RehearsalResult;

/** Plays a case study and gives what came of it, with the file of its report. */
async function play(file: string, name: string, say: Say = silent, signal?: AbortSignal) {
  const path = join(county.home.dir, 'reports', name);
  const scenario = readScenario(file);
  const played = rehearse({ scenario, system: county.stack.system, say, report: path, signal });
  return { path, played };
}

async function opened(path: string, width = 1440): Promise<{ page: Page; traffic: Traffic }> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, offline: true });
  const url = pathToFileURL(path).href;
  const traffic = trafficOf(page, url);
  await page.goto(url);
  return { page, traffic };
}

/** Writes material as a report and opens it. */
async function shown(material: typeof EXAMPLE, width?: number): ReturnType<typeof opened> {
  const path = join(county.home.dir, 'reports', 'example.html');
  writeFileSync(path, reportOf(material));
  return opened(path, width);
}

beforeAll(async () => {
  [county, browser] = await Promise.all([County.open({ agencies: AGENCIES }), openBrowser()]);
  const { path, played } = await play(shippedScenario('01-unknown-person-on-bridge'), 'bridge.html');
  result = await played;
  report = path;
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await county?.close();
}, 60_000);

describe('the report of a rehearsal, in a browser', () => {
  it('lies where the summary says, and is one file that asks for nothing and runs nothing', async () => {
    expect(result.passed).toBe(true);
    expect(result.report).toBe(report);
    const { page, traffic } = await opened(report);
    expect(await page.title()).toBe('Rehearsal: Unknown man on the outside of a bridge rail');
    expect(await page.locator('script, link, img, iframe, object, style ~ style').count()).toBe(0);
    await page.locator('summary').click();
    expect(traffic).toEqual({ requests: [], console: [] });
    await page.close();
  });

  it('says first of all that it is an exercise, and that everybody in it is invented', async () => {
    const { page } = await opened(report);
    expect(await page.locator('body').innerText()).toMatch(/^EXERCISE Nobody was helped .* is invented\./);
    const rules = await page.evaluate<string>(
      '[...document.styleSheets[0].cssRules].filter((rule) => rule instanceof CSSPageRule).map((rule) => rule.cssText).join()',
    );
    expect(rules).toMatch(/size: a4;.*@top-left.*EXERCISE.*@top-right.*invented.*counter\(page\)/s);
    await page.close();
  });

  it('draws one arrow for each event of the tasks', async () => {
    const { page } = await opened(report);
    const events = result.tasks.reduce((sum, task) => sum + task.events, 0);
    const arrows = await page.evaluate<string[]>(
      '[...document.querySelectorAll("svg g.arrow[data-event]")].map(({ dataset }) => dataset.event)',
    );
    expect(events).toBeGreaterThan(30);
    expect(arrows).toHaveLength(events);
    expect(new Set(arrows).size).toBe(events);
    const sent = result.told.flatMap(({ parcels }) => parcels.map(({ eventId }) => eventId));
    expect(arrows).toEqual(expect.arrayContaining(sent));
    await page.close();
  });

  it('shows who knew what from which minute on, why there is no value, and what is still a gap', async () => {
    const { page } = await opened(report);
    const name = page.locator('#knowledge tr', {
      has: page.getByRole('rowheader', { name: 'Name', exact: true }),
    });
    const cells = (await name.locator('td').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
    expect(cells[0]).toMatch(/no value.*0 asked-unknown.*unconfirmed.*34.*known.*95.*gap/);
    expect(cells[1]).toMatch(/waits.*1.*unconfirmed.*34/);
    const story = page.locator('.story', { has: page.getByRole('heading', { name: 'Name', exact: true }) });
    expect(await story.innerText()).toMatch(/6 ○[\s\S]*searched-not-found[\s\S]*95 ●[\s\S]*“Corvin Aldmoor”/);
    await page.close();
  });

  it.each(WIDTHS)('breaks no rule of WCAG 2.2 AA that axe knows, %d pixels wide', async (width) => {
    for (const open of [() => opened(report, width), () => shown(EXAMPLE, width)]) {
      const { page } = await open();
      await page.locator('summary').click();
      expect(await violationsOf(page)).toEqual([]);
      await page.close();
    }
  });

  it.each(WIDTHS)(
    'never moves sideways as a whole, %d pixels wide; what is wide moves in its own box',
    async (width) => {
      const { page } = await opened(report, width);
      await page.locator('summary').click();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const boxes = await page.evaluate<{ readonly named: boolean; readonly focusable: boolean }[]>(
        `[...document.querySelectorAll('*')].filter((box) => box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX === 'auto')
        .map((box) => ({ named: box.hasAttribute('aria-label') || box.hasAttribute('aria-labelledby'), focusable: box.tabIndex === 0 }))`,
      );
      expect(boxes.filter(({ named, focusable }) => !named || !focusable)).toEqual([]);
      if (width < 700) {
        expect(boxes.length).toBeGreaterThan(5);
        const box = page.locator('#sequence .scroll').first();
        await box.focus();
        await page.keyboard.press('ArrowRight');
        // Not in the page: its security policy lets it read no code of its own.
        await until('the box has moved', async () => (await page.evaluate<number>(SCROLLED)) > 0);
      }
      await page.close();
    },
  );

  it('prints on A4, in a number of pages that can be handed out', async () => {
    const { page } = await opened(report);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThan(8);
    expect(pages.length).toBeLessThan(25);
    const sizes = [...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, ...size]) =>
      size.map((one) => Math.round(Number(one))),
    );
    expect(sizes).toHaveLength(pages.length);
    expect(new Set(sizes.map(String))).toEqual(new Set(['595,842']));
    await page.close();
  });

  it('leaves room to write under the two questions of the workshop', async () => {
    const { page } = await opened(report);
    const room = page.locator('#workshop');
    const questions = ['1. What did the person need?', '2. What information had to be shared?'];
    for (const question of questions) {
      const ask = room.locator('.ask', { has: page.getByRole('heading', { name: question }) });
      expect(await ask.locator('.lines > div').count()).toBeGreaterThan(3);
    }
    expect(await room.locator('.judge li').count()).toBe(result.questions.length);
    await page.close();
  });

  it('shows hostile text as text', async () => {
    const hostile = `<img src=x onerror="document.title='owned'"></title></style></svg><script>document.title='owned'</script>&amp;'"`;
    const { page, traffic } = await shown(withText(EXAMPLE, hostile));
    expect(await page.title()).toBe(`Rehearsal: ${hostile}`);
    expect(await page.locator('h1').innerText()).toBe(hostile);
    expect(await page.locator('img, script, iframe').count()).toBe(0);
    expect(traffic).toEqual({ requests: [], console: [] });
    await page.close();
  });
});

describe('the eyes of these tests', () => {
  it('see a request, a script and a broken rule where there is one', async () => {
    const path = join(county.home.dir, 'reports', 'control.html');
    writeFileSync(path, '<p>Text</p><img src="http://127.0.0.1:9/x.png"><script>console.log("ran")</script>');
    const { page, traffic } = await opened(path);
    expect(traffic.requests).toEqual(['http://127.0.0.1:9/x.png']);
    expect(traffic.console).toContain('log: ran');
    expect((await violationsOf(page)).map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['image-alt', 'html-has-lang']),
    );
    await page.close();
  });
});

describe('a rehearsal that does not end well', () => {
  it('still writes its report: what failed, with what was found', async () => {
    const file = join(county.home.dir, 'small.yaml');
    writeFileSync(file, SMALL);
    const { path, played } = await play(file, 'small.html');
    expect((await played).passed).toBe(false);
    const { page } = await opened(path);
    expect(await page.locator('header').innerText()).toContain('failed: not all is as it should be');
    expect(await page.locator('#checks tbody').innerText()).toMatch(
      /does not hold[\s\S]*Found: ambulance is shown a value/,
    );
    expect(await page.locator('#exceptions').innerText()).toMatch(
      /9\s*T1[\s\S]*declines: [\s\S]*crew 4 is there/,
    );
    await page.close();
  });

  it('writes what there is when it is stopped', async () => {
    const stop = new AbortController();
    const lines: string[] = [];
    const say: Say = {
      ...silent,
      line: (text) => {
        lines.push(text);
        if (text.startsWith('min    2')) stop.abort(new Error('Stopped.'));
      },
    };
    const { path, played } = await play(
      shippedScenario('01-unknown-person-on-bridge'),
      'stopped.html',
      say,
      stop.signal,
    );
    await expect(played).rejects.toThrow('Stopped.');
    expect(lines.at(-1)).toBe(`The report says what there is: ${path}`);
    expect(readFileSync(path, 'utf8')).toContain('stopped before its end');
    const { page } = await opened(path);
    expect(await page.locator('g.arrow[data-event]').count()).toBeGreaterThan(2);
    await page.close();
  });

  it('says before anything is played that the report cannot be written there', async () => {
    const file = join(county.home.dir, 'small.yaml');
    writeFileSync(file, SMALL);
    writeFileSync(join(county.home.dir, 'taken'), '');
    const scenario = readScenario(file);
    const report = join(county.home.dir, 'taken', 'small.html');
    const played = rehearse({ scenario, system: county.stack.system, say: silent, report });
    await expect(played).rejects.toThrow(/^The report could not be written to .*taken/);
  });
});
