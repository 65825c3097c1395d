import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../platform/home.js';

/** A step that is going on: end it once, with what came of it. The time it took is added. */
export interface Step {
  done(result?: string): void;
  fail(result?: string): void;
}

/**
 * Tells a person what is going on. `line` prints one line; `step` shows that something long is still alive (a line that
 * ticks on a terminal, a plain line every few seconds elsewhere); `during` is a step around `work`. Steps may overlap.
 */
export interface Say {
  line(text: string): void;
  step(text: string): Step;
  during<T>(text: string, work: () => Promise<T>): Promise<T>;
}

/** A voice that says nothing: for tests. */
export const silent: Say = {
  line: () => undefined,
  step: () => ({ done: () => undefined, fail: () => undefined }),
  during: (_text, work) => work(),
};

/** The voice of the start scripts, on standard output. It lies beside them, since they speak before the build exists. */
export async function createSay(): Promise<Say> {
  const file = join(repositoryRoot(), 'apps', 'stack', 'bin', 'say.mjs');
  const module = (await import(pathToFileURL(file).href)) as { createSay(): Say };
  return module.createSay();
}
