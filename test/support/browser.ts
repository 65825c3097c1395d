import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';
import { silent } from '../../apps/stack/src/cli/say.js';
import { ensureChromium } from '../../apps/stack/src/platform/chromium.js';

/** Nothing but what a page needs: no first steps, no updates, no account, no network of the browser's own. */
const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium with a temporary profile of its own. Rejects with one sentence where there is none. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await ensureChromium({ say: silent });
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** In px: a phone in its narrowest, a tablet, and a desk. Every page is looked at in each of them. */
export const WIDTHS = [320, 768, 1440] as const;

/** What a page did beside being shown. */
export interface Traffic {
  /** Addresses that it asked for, other than itself. */
  readonly requests: readonly string[];
  /** What stands on its console, and errors of scripts. */
  readonly console: readonly string[];
}

/** Listens to a page from before its first load. */
export function trafficOf(page: Page, own: string): Traffic {
  const requests: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== own) requests.push(request.url());
  });
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(error.message));
  return { requests, console: said };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A rule of axe-core that a page breaks, and where. */
export interface Violation {
  readonly rule: string;
  readonly places: readonly string[];
}

/** Every rule of axe-core that the page as it is shown now breaks: WCAG 2.2 A and AA, and good practice. */
export async function violationsOf(page: Page): Promise<readonly Violation[]> {
  await page.evaluate(AXE);
  return page.evaluate<Violation[]>(`axe
    .run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => ({ rule: id, places: nodes.map(({ html }) => html) })))`);
}
