/** What the start scripts share: prepare, then run one built entry file in this same process. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, PrepareError, root } from './prepare.mjs';
import { createSay } from './say.mjs';

/**
 * Prepares and then runs `dist/apps/stack/src/<name>.js` as if it had been called itself: it finds its arguments in
 * `process.argv.slice(2)`, owns the signals (Ctrl-C) and the exit code.
 */
export async function launch(name) {
  const say = createSay();
  try {
    await prepare({ say });
  } catch (error) {
    if (!(error instanceof PrepareError)) throw error;
    say.line(`${error.output.trim()}\n${error.message}`.trim());
    process.exit(1);
  }
  const entry = join(root, 'dist', 'apps', 'stack', 'src', `${name}.js`);
  if (!existsSync(entry)) {
    say.line(`There is nothing to run: apps/stack/src/${name}.ts is missing.`);
    process.exit(1);
  }
  process.setSourceMapsEnabled(true);
  process.argv[1] = entry;
  await import(pathToFileURL(entry).href);
}
