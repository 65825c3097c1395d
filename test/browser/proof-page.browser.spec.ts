import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { tryConcordat } from '../../apps/stack/test/command-trial.js';
import { openBrowser, trafficOf, violationsOf, WIDTHS, type Traffic } from '../support/browser.js';
import { workedEvidence, type WorkedEvidence } from '../support/worked-evidence.js';

// A browser on a busy machine may need a while for a page.
jest.setTimeout(60_000);

let folder: string;
let browser: Browser;
let evidence: WorkedEvidence;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'concordat-proof-page-'));
  const { code, err } = await tryConcordat(['verify', '--page', 'check.html'], { cwd: folder });
  expect([code, err]).toEqual([0, '']);
  evidence = await workedEvidence(7);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function opened(width = 1440): Promise<{ page: Page; traffic: Traffic }> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, offline: true });
  const url = pathToFileURL(join(folder, 'check.html')).href;
  const traffic = trafficOf(page, url);
  await page.goto(url);
  return { page, traffic };
}

/** Puts a proof and keys in, checks, and gives the heading and the text of the verdict. */
async function verdictOn(page: Page, proof: string, keys: string = evidence.noteKeys) {
  await page.fill('#proof', proof);
  await page.fill('#keys', keys);
  await page.click('button');
  return {
    heading: await page.textContent('#verdict h2'),
    text: (await page.textContent('#verdict')) ?? '',
  };
}

describe('the page that checks a proof', () => {
  it('says that a proof holds, of which leaf, who cosigned, and what the event is; and asks nobody', async () => {
    const { page, traffic } = await opened();
    const { heading, text } = await verdictOn(page, evidence.proof(5));
    expect(heading).toBe('The proof holds');
    expect(text).toContain('concordat/log/1');
    expect(text).toContain('Leaf5');
    expect(text).toContain('concordat.');
    expect(traffic).toEqual({ requests: [], console: [] });
    await page.close();
  });

  it('takes the proof as a file', async () => {
    writeFileSync(join(folder, 'event.tlog-proof'), evidence.proof(3));
    const { page } = await opened();
    await page.setInputFiles('#file', join(folder, 'event.tlog-proof'));
    await page.waitForFunction("document.getElementById('proof').value !== ''");
    expect(await page.inputValue('#proof')).toBe(evidence.proof(3));
    await page.close();
  });

  it('says no to a proof of which any line was changed, and to keys that are not the log’s', async () => {
    const { page } = await opened();
    const lines = evidence.proof(5).split('\n');
    for (const [at, line] of lines.entries()) {
      const last = line.at(-3);
      if (last === undefined) continue;
      const changed = lines.with(at, `${line.slice(0, -3)}${last === 'A' ? 'B' : 'A'}${line.slice(-2)}`);
      const { heading } = await verdictOn(page, changed.join('\n'));
      expect([at, heading]).not.toEqual([at, 'The proof holds']);
    }
    const strangers = (await workedEvidence(7)).noteKeys;
    expect((await verdictOn(page, evidence.proof(5), strangers)).heading).toBe('The proof does not hold');
    await page.close();
  });

  it('says what is missing: a proof, a key that can be read, witnesses enough', async () => {
    const { page } = await opened();
    expect((await verdictOn(page, ' ')).heading).toBe('There is no proof yet');
    const bad = await verdictOn(page, evidence.proof(5), `${evidence.noteKeys.trimEnd()}\nnot a key`);
    expect([bad.heading, bad.text.includes('is no verifier key')]).toEqual(['A key cannot be read', true]);
    await page.fill('#least', '9');
    expect((await verdictOn(page, evidence.proof(5))).heading).toBe('Too few witnesses');
    await page.close();
  });

  it.each(WIDTHS)('can be used by everybody at a width of %i', async (width) => {
    const { page } = await opened(width);
    await verdictOn(page, evidence.proof(5));
    expect(await violationsOf(page)).toEqual([]);
    const tooWide = `[...document.querySelectorAll('*')]
      .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth || one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && one.tagName !== 'TEXTAREA')
      .map(({ tagName, id }) => tagName + ' ' + id)`;
    expect(await page.evaluate<string[]>(tooWide)).toEqual([]);
    await page.close();
  });

  it('is one file whose own policy forbids the browser to ask anybody', () => {
    const page = readFileSync(join(folder, 'check.html'), 'utf8');
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/\b(?:src|href)=/);
  });
});
