import { afterEach, describe, expect, it } from '@jest/globals';
import { silent } from '../../apps/stack/src/cli/say.js';
import { ensureChromium } from '../../apps/stack/src/platform/chromium.js';

const named = process.env['CHROMIUM_BIN'];
afterEach(() => {
  if (named === undefined) delete process.env['CHROMIUM_BIN'];
  else process.env['CHROMIUM_BIN'] = named;
});

describe('the browser of the tests', () => {
  it('is found, and named it is taken as it is', async () => {
    const path = await ensureChromium({ say: silent });
    process.env['CHROMIUM_BIN'] = path;
    expect(await ensureChromium({ say: silent })).toBe(path);
  }, 300_000);

  it('fails with one sentence where the named program is no Chromium', async () => {
    process.env['CHROMIUM_BIN'] = process.execPath;
    await expect(ensureChromium({ say: silent })).rejects.toMatchObject({
      code: 'CHROMIUM_NOT_FOUND',
      message: `No Chromium 131 or newer was found (CHROMIUM_BIN: ${process.execPath} is no Chromium that starts): install one, or name it in CHROMIUM_BIN.`,
    });
  });
});
