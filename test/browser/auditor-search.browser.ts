import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { readNoteKey, verifyProofFile } from '#verifier';
import { SOUGHT } from '../support/auditors-county.js';
import { errors, go, heading, leafPage, lookFor, pathOf, stage } from '../support/auditors-stage.js';
import { tabTo } from '../support/console-pages.js';
import { call } from '../support/county-client.js';
import { rowsOf } from '../support/e2e-books.js';
import { until } from '../support/waiting.js';

describe('a complaint on the desk', () => {
  it('is answered: the person is found by name, the story is read, and the proof holds in the browser', async () => {
    const { page } = stage.auditor;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await go(page, '/audit');
    expect(await heading(page)).toBe('Search the log');
    await page.click('summary:has-text("Look for a person")');
    await lookFor(page, SOUGHT.toUpperCase());
    await page.waitForURL(/token=/);
    expect(pathOf(page)).toMatch(/^\/audit\/search\?token=[\w-]{43}$/);
    expect(await page.locator('tbody tr').count()).toBe(8);
    await page.click('text=Read the person’s story as a timeline');
    expect(await heading(page)).toBe('Story of a person');
    const entries = page.locator('.moj-timeline__item');
    expect(await entries.last().innerText()).toMatch(/Wealdmere Police, control room told .* NHS Trust/);
    expect(await entries.last().locator('li').innerText()).toMatch(/^Name: Told/);
    await page.click('text=Story of this task >> nth=0');
    expect(await heading(page)).toBe('Story of a task: Place of safety space');
    expect(await page.locator('.moj-timeline__title').last().innerText()).toMatch(/withdraws the request$/);
    await page.locator('a:has-text("Proof: leaf")').last().click();
    await page.waitForSelector('.concordat-verdict--holds');
    expect(await page.locator('#verdict').innerText()).toMatch(
      /The proof holds: checked in this browser[\s\S]*concordat\/log\/1/,
    );
    // What was typed stands in no address that any page asked for.
    expect(asked.filter((url) => /tobiah|quillfeather/i.test(decodeURIComponent(url)))).toEqual([]);
  });

  it('is answered without a mouse', async () => {
    const { page } = stage.auditor;
    await go(page, '/audit/search');
    await tabTo(page, '#item');
    await page.keyboard.type('Police warning');
    await tabTo(page, 'button:text-is("Search")');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#results-summary');
    expect(await page.innerText('#results-summary')).toBe('1 row');
    await tabTo(page, 'tbody th a');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.concordat-verdict--holds');
    // Every place that the keyboard stops at can be seen.
    const stops: string[] = [];
    for (let at = 0; at < 30; at += 1) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate<string>('document.activeElement.id || document.activeElement.innerText'),
      );
      const box = await page.evaluate<number>('document.activeElement.getBoundingClientRect().width');
      expect([stops.at(-1), box > 0]).toEqual([stops.at(-1), true]);
    }
    expect(stops).toEqual(expect.arrayContaining(['keys', 'proof', 'Check again with these keys']));
  });

  it('is answered without scripts: every step is a link or a form, and the page says how to check a proof', async () => {
    const { page } = stage.plain;
    await go(page, '/audit/person?purpose=story');
    await lookFor(page, SOUGHT);
    expect(await heading(page)).toBe('Story of a person');
    await page.locator('a:has-text("Proof: leaf")').first().click();
    expect(await page.innerText('#verdict')).toContain('Not checked in this browser');
    expect(await page.locator('text=Check again with these keys').isVisible()).toBe(false);
    expect(await page.innerText('main')).toContain(
      `concordat verify leaf-${stage.world.leaf}.tlog-proof --keys log-keys.txt`,
    );
    const [proof, keys] = await Promise.all(
      [`/audit/leaves/${stage.world.leaf}/proof-file`, '/audit/log-keys'].map(async (path) => {
        const answer = await stage.plain.context.request.get(`${stage.face}${path}`);
        expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="/);
        return answer.text();
      }),
    );
    const known = (keys ?? '').split('\n').flatMap((line) => readNoteKey(line) ?? []);
    expect(verifyProofFile(proof ?? '', known)).toMatchObject({ ok: true, index: stage.world.leaf });
    await go(page, '/audit/search');
    expect(await page.innerText('#saved-searches')).toContain('make a bookmark');
  });
});

describe('a proof', () => {
  it('does not hold with another log’s keys, nor with a text that is no key', async () => {
    const { page } = stage.auditor;
    await leafPage(page, `/audit/leaves/${stage.world.leaf}`);
    const [own = ''] = (await page.inputValue('#keys')).split('\n');
    const check = async (keys: string): Promise<string> => {
      await page.fill('#keys', keys);
      await page.click('text=Check again with these keys');
      return page.innerText('#verdict');
    };
    expect(await check('not a key')).toContain('Line 1 of the keys is no verifier key');
    expect(await check('')).toContain('none of the given keys is the log’s own');
    expect(await check(own)).toContain('No witness whose key is given has cosigned it yet');
  });

  it('does not hold for any other event than the one that was signed', async () => {
    const { page } = stage.auditor;
    await leafPage(page, `/audit/leaves/${stage.world.leaf}`);
    await page.evaluate(`{
      const proof = document.getElementById('proof');
      proof.value = proof.value.replace('index ${stage.world.leaf}', 'index ${stage.world.leaf + 1}');
    }`);
    await page.click('text=Check again with these keys');
    expect(await page.innerText('.concordat-verdict--fails')).toContain(
      'the proof does not lead from this event to the checkpoint',
    );
  });
});

describe('a search', () => {
  it('is recorded, and the page says as which leaf; that leaf is among the readings, marked as one’s own', async () => {
    const { page } = stage.auditor;
    await go(page, '/audit/search?category=withheld');
    expect(await page.innerText('#results-summary')).toBe('Nothing in the log fits');
    const leaf = /leaf (\d+)/.exec(await page.innerText('.concordat-reading'))?.[1] ?? '';
    await go(page, '/audit/readings');
    const row = page.locator('tr', { hasText: `Leaf ${leaf}` });
    expect(await row.innerText()).toMatch(
      /demo-auditor\s*you\s*Auditor\s*Search\s*category: withheld\s*None/i,
    );
    const own = Number(/leaf (\d+)/.exec(await page.innerText('.concordat-reading'))?.[1]);
    expect(own).toBeGreaterThan(Number(leaf));
    await leafPage(page, `/audit/leaves/${own}`);
    await page.waitForSelector('.concordat-verdict--holds');
  });

  it('leaves nothing empty in its address, and has as many pages as it needs', async () => {
    const { page } = stage.auditor;
    await go(page, '/audit/search');
    await page.selectOption('#agency', 'mh-trust');
    await page.click('button:has-text("Search")');
    await page.waitForSelector('#results-summary');
    expect(pathOf(page)).toBe('/audit/search?agency=mh-trust');
    const first = await page.locator('tbody th').first().innerText();
    await go(page, `/audit/search?agency=mh-trust&after=${stage.world.leaf}.0`);
    expect(await page.locator('tbody td:nth-of-type(4)').first().innerText()).toBe('Age band');
    await page.click('text=First page');
    expect(await page.locator('tbody th').first().innerText()).toBe(first);
  });

  it('says what is wrong beside the field, and loses nothing that was typed', async () => {
    const { page } = stage.auditor;
    await go(page, '/audit/search');
    await page.fill('#from', 'last night');
    await page.click('button:has-text("Search")');
    expect(await page.title()).toMatch(/^Error: Search the log/);
    expect(await errors(page)).toEqual(['Enter a day or a time, such as 26/11/2026 or 26/11/2026 14:30']);
    expect(await page.inputValue('#from')).toBe('last night');
    await go(page, '/audit/search?task=T17');
    expect(await errors(page)).toEqual(['Task must be a UUID in lower case']);
    await page.click('.govuk-error-summary__list a');
    expect(await page.evaluate('document.activeElement.id')).toBe('task');
    await go(page, '/audit/person');
    await lookFor(page, '...');
    expect(await page.title()).toMatch(/^Error: Look for a person/);
    expect(await page.inputValue('#identifier')).toBe('...');
    await lookFor(page, '');
    expect(await errors(page)).toEqual(['Enter what the person is known by']);
  });

  it('is kept by name in this browser, without the person', async () => {
    const { page } = stage.auditor;
    await go(page, `/audit/search?agency=police&token=${'a'.repeat(43)}`);
    await page.fill('#saved-name', 'Police this year');
    await page.click('text=Save this search');
    const link = page.locator('#saved-searches a', { hasText: 'Police this year' });
    expect(await link.getAttribute('href')).toBe('/audit/search?agency=police');
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('aaaa');
    await go(page, '/audit/search');
    await link.click();
    expect(pathOf(page)).toBe('/audit/search?agency=police');
    await page.click('button:has-text("Remove")');
    expect(await link.count()).toBe(0);
  });

  it('is exported with a line that says how much came; the file is the one that the service gives', async () => {
    const { page } = stage.auditor;
    await go(page, '/audit/search?agency=police');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('text=Table for a spreadsheet (CSV)'),
    ]);
    expect(download.suggestedFilename()).toBe('disclosures.csv');
    const text = readFileSync((await download.path()) ?? '', 'utf8');
    const { body } = await stage.world.county.audit('/exports/disclosures?agency=police&format=csv');
    expect(text).toBe(body['text']);
    const said = page.locator('#exports + p');
    expect(await said.innerText()).toMatch(
      /^Done: disclosures\.csv, [\d.]+ kB\. Recorded in the log as leaf \d+\.$/,
    );
    for (const [format, first] of [
      ['ndjson', '{"leafIndex"'],
      ['fhir', '{"resourceType":"AuditEvent"'],
    ] as const) {
      const answer = await stage.plain.context.request.get(
        `${stage.face}/audit/exports/disclosures?agency=police&format=${format}`,
      );
      expect((await answer.text()).slice(0, first.length)).toBe(first);
      expect(answer.headers()['content-disposition']).toContain('attachment');
    }
  });

  it('is kept by the keyboard alone, past the rows in one step', async () => {
    const { page } = stage.auditor;
    await go(page, '/audit/search');
    await tabTo(page, '#agency');
    await page.keyboard.type('Wealdmere Police');
    await tabTo(page, 'button:text-is("Search")');
    await page.keyboard.press('Enter');
    await page.waitForURL(/agency=police/);
    await tabTo(page, '#to-exports');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.innerText')).toBe('Table for a spreadsheet (CSV)');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toBe('disclosures.csv');
    await page.locator('#exports + p', { hasText: /^Done: / }).waitFor();
  });

  it('says, as the service does, that other exports are on their way', async () => {
    const { audit } = stage.world.county.stack.system;
    const others = await whileLocked(async (waiting) => {
      const begun = [1, 2, 3].map(() => call(audit, 'GET', '/exports/disclosures'));
      await until('three exports wait for the table', async () => (await waiting()) >= begun.length);
      const { page } = stage.plain;
      const path = '/audit/exports/disclosures?agency=police&format=csv';
      expect([(await go(page, path))?.status(), await heading(page)]).toEqual([
        503,
        'The file cannot be made just now',
      ]);
      expect(await page.innerText('main')).toContain('ask again when one has ended');
      const headers = { accept: 'application/problem+json' };
      const scripted = await stage.auditor.context.request.get(`${stage.face}${path}`, { headers });
      expect([scripted.status(), await scripted.json()]).toEqual([
        503,
        { title: 'Other exports are on their way: ask again when one has ended' },
      ]);
      return begun;
    });
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

/** Does something while nobody can read the table of disclosures; `waiting` says how many try to. */
async function whileLocked<T>(work: (waiting: () => Promise<number>) => Promise<T>): Promise<T> {
  const connectionString = stage.world.county.stack.spec('audit').env['DATABASE_URL'];
  const database = new Client({ connectionString });
  await database.connect();
  try {
    await database.query('BEGIN');
    await database.query('LOCK TABLE disclosure IN ACCESS EXCLUSIVE MODE');
    // Within one transaction the view stays as it was first seen.
    return await work(async () => {
      const [row] = await rowsOf(
        stage.world.county,
        'audit',
        `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock'`,
      );
      return Number(row?.['waiting']);
    });
  } finally {
    await database.end();
  }
}
