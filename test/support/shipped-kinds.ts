import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requiredChoices } from '#domain';
import { readYaml, type TaskKindEntry } from '#directory';
import { repositoryRoot } from '../../apps/stack/src/platform/home.js';

// One file of the directory alone: all of it takes a second of a test's time, and is checked elsewhere.
const FILE = join(repositoryRoot(), 'libs', 'directory', 'data', 'task-kinds.yaml');
const { taskKinds } = readYaml(readFileSync(FILE, 'utf8')).value as {
  readonly taskKinds: readonly TaskKindEntry[];
};

/** Everything that a kind needs, asked by nobody yet: the first item of each choice. */
export const nothingAsked = (kind: string): readonly object[] =>
  taskKinds
    .filter(({ code }) => code === kind)
    .flatMap(requiredChoices)
    .flatMap(([first]) => first ?? [])
    .map((code) => ({ code, state: 'unknown', absent: 'not-asked' }));
