import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DirectoryError, type DirectoryFault } from '../src/directory-error.js';
import { checkDirectory, loadDirectory, type DirectoryReport } from '../src/load.js';

const shipped = fileURLToPath(new URL('../data', import.meta.url));

/** A change of the text of one file. */
export type Edit = (text: string) => string;

/** Changes by file name; null removes a file. */
export type Edits = Readonly<Record<string, Edit | null>>;

/** One fault seeded into the shipped files, and what the loader must say of it. */
export type FaultCase = readonly [name: string, edits: Edits, fault: Partial<DirectoryFault>];

/** The faults of the shipped files after the edits. */
export const faultsAfter = (edits: Edits): readonly DirectoryFault[] =>
  withEdits(edits, (dir) => {
    try {
      loadDirectory(dir);
      return [];
    } catch (error) {
      if (error instanceof DirectoryError) return error.faults;
      throw error;
    }
  });

/** What the check of the shipped files says after the edits, at an instant (ms since 1970). */
export const reportAfter = (edits: Edits, at: number): DirectoryReport =>
  withEdits(edits, (dir) => checkDirectory(at, dir));

/** Uses a copy of the shipped files with the edits made, which is gone afterwards. */
function withEdits<T>(edits: Edits, use: (dir: string) => T): T {
  const dir = mkdtempSync(join(tmpdir(), 'directory-'));
  try {
    for (const name of readdirSync(shipped)) {
      const edit = edits[name];
      const text = readFileSync(join(shipped, name), 'utf8');
      if (edit !== null) writeFileSync(join(dir, name), edit ? edit(text) : text);
    }
    for (const [name, edit] of Object.entries(edits)) {
      if (edit && !readdirSync(shipped).includes(name)) writeFileSync(join(dir, name), edit(''));
    }
    return use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Replaces text that must be there, so that no case passes by having changed nothing. */
export const swap =
  (old: string, now: string): Edit =>
  (text) => {
    if (!text.includes(old)) throw new Error(`"${old}" is not in the file`);
    return text.replace(old, now);
  };

/** The line, from 1, on which the text first stands in a shipped file. */
export const lineWith = (file: string, text: string): number =>
  readFileSync(join(shipped, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;
