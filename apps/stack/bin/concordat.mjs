#!/usr/bin/env node
/**
 * `npx concordat …` and `npm run concordat -- …`: prepares the clone and runs src/command/main.ts with the given
 * arguments. Programs read its answers, so what the preparation has to say goes to standard error, and only where there
 * is something to do.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, PrepareError, root } from './prepare.mjs';
import { createSay } from './say.mjs';

const say = createSay(process.stderr);
try {
  await prepare({ say: { line: () => undefined, step: (text) => say.step(text) } });
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  say.line(`${error.output.trim()}\n${error.message}`.trim());
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(root, 'dist', 'apps', 'stack', 'src', 'command', 'main.js')).href);
