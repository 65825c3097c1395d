import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder of the project by its parts, seen from the sources as well as from the build: templates are not compiled. */
export const projectFolder = (...parts: readonly string[]): string => join(top, ...parts);

const top = ((): string => {
  let dir = dirname(fileURLToPath(import.meta.url));
  while (!(existsSync(join(dir, 'package-lock.json')) && existsSync(join(dir, 'apps')))) {
    if (dir === dirname(dir)) throw new Error('the project was not found above the pages');
    dir = dirname(dir);
  }
  return dir;
})();
