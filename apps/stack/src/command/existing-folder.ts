import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from './arguments.js';
import type { World } from './command.js';

/** The absolute path of a folder that a call names. Throws UsageError where there is none. */
export function existingFolder(folder: string, { cwd }: Pick<World, 'cwd'>): string {
  const dir = resolve(cwd, folder);
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return dir;
  throw new UsageError([`There is no folder ${folder}.`]);
}
