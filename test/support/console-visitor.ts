import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { RunningSystem } from '../../apps/stack/src/rehearsal/system.js';

/** How somebody comes to the console. */
export interface VisitOptions {
  readonly javaScript?: boolean;
  readonly width?: number;
}

/** Somebody at a browser of their own. */
export interface Visitor {
  readonly page: Page;
  /** The console's address. */
  readonly at: string;
  /** Opens a page of the console, and gives its status. */
  open(path: string): Promise<number>;
  close(): Promise<void>;
}

/** Signs a demonstration user in to the console of a running system. */
export async function signedIn(
  browser: Browser,
  { console: face, identity }: RunningSystem,
  user: string,
  { javaScript = true, width = 1440 }: VisitOptions = {},
): Promise<Visitor> {
  if (!face || !identity) throw new Error('the system was started without its web face');
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    viewport: { width, height: 1000 },
  });
  const page = await context.newPage();
  await page.goto(`${face.url}/sign-in`);
  await page.fill('#user', user);
  await page.fill('#password', readFileSync(identity.passwordFile, 'utf8').trim());
  await page.click('button[type=submit]');
  await page.waitForURL((url) => url.origin === face.url);
  return visitor(context, page, face.url);
}

function visitor(context: BrowserContext, page: Page, at: string): Visitor {
  return {
    page,
    at,
    open: async (path) => (await page.goto(`${at}${path}`))?.status() ?? 0,
    close: () => context.close(),
  };
}
