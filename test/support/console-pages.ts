import type { Browser, Page } from 'playwright-core';
import { violationsOf, type Violation } from './browser.js';
import { consoleOf, deskOf } from './console.js';
import type { County } from './county.js';

/** Opens a path of the console in the same browser, and gives its status. */
export type Opening = (path: string) => Promise<number>;

/** How somebody comes to a page. */
export interface Coming {
  readonly javaScriptEnabled?: boolean;
  readonly width?: number;
}

/** Whom a suite sends to the console. */
export interface Place {
  readonly county: County;
  readonly browser: Browser;
}

/** Opens a page as somebody in a browser of their own, lets them work, and closes it. */
export async function as(
  place: Place,
  [user, path]: readonly [user: string, path: string],
  work: (page: Page, open: Opening) => Promise<void>,
  { javaScriptEnabled = true, width = 1440 }: Coming = {},
): Promise<void> {
  const settings = { javaScriptEnabled, viewport: { width, height: 1000 } };
  const { context, page } = await deskOf(place, user, { path, context: settings });
  const face = consoleOf(place.county);
  try {
    await work(page, async (to) => (await page.goto(`${face}${to}`))?.status() ?? 0);
  } finally {
    await context.close();
  }
}

/** What a page says below its navigation. */
export const textOf = (page: Page): Promise<string> => page.locator('main').innerText();

/** Presses Tab until this element has the focus. Rejects where it cannot be reached so. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.locator(selector).evaluate((one) => one === document.activeElement)) return;
  }
  throw new Error(`${selector} cannot be reached by Tab`);
}

/** What is wrong with how a page is laid out and marked up. */
export interface PageFaults {
  readonly path: string;
  readonly status: number;
  readonly violations: readonly Violation[];
  /** True where the page as a whole scrolls sideways. */
  readonly tooWide: boolean;
}

/** Looks at pages as somebody at one width; the list is empty where nothing is wrong with any of them. */
export async function faultsOfPages(
  place: Place,
  [user, paths]: readonly [user: string, paths: readonly string[]],
  width: number,
): Promise<readonly PageFaults[]> {
  const found: PageFaults[] = [];
  const look = async (page: Page, open: Opening): Promise<void> => {
    for (const path of paths) {
      const status = await open(path);
      const violations = await violationsOf(page);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      found.push({ path, status, violations, tooWide });
    }
  };
  await as(place, [user, paths[0] ?? '/'], look, { width });
  return found.filter(
    ({ status, violations, tooWide }) => status !== 200 || violations.length > 0 || tooWide,
  );
}

/** The pages that are not refused to somebody who has no business there. */
export async function letIn(
  place: Place,
  [user, paths]: readonly [user: string, paths: readonly string[]],
): Promise<readonly string[]> {
  const seen: string[] = [];
  await as(place, [user, '/'], async (_page, open) => {
    for (const path of paths) if ((await open(path)) !== 403) seen.push(path);
  });
  return seen;
}
