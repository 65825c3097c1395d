import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concordat } from '../src/command/concordat.js';
import { repositoryRoot } from '../src/platform/home.js';

/** What a call of `concordat` said and how it ended. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Where and when a trial call is made; on a machine without a running system, before any review is due. */
export interface Trial {
  readonly cwd?: string;
  readonly home?: string;
  readonly now?: number;
}

/** Noon of a day on which no shipped agreement has anything to be seen to. */
export const QUIET_DAY = Date.parse('2026-11-22T12:00:00Z');

/** Calls `concordat` in this process with real files and a real network. */
export async function tryConcordat(args: readonly string[], trial: Trial = {}): Promise<Said> {
  const { cwd = tmpdir(), home = join(tmpdir(), 'no-system-runs-here'), now = QUIET_DAY } = trial;
  const lines = { out: [] as string[], err: [] as string[] };
  const code = await concordat(args, {
    out: (line) => void lines.out.push(line),
    err: (line) => void lines.err.push(line),
    now: () => now,
    cwd,
    home,
  });
  return { code, out: lines.out.join('\n'), err: lines.err.join('\n') };
}

/** One text that stands in a file of the directory, and what is written in its place. */
export type Swap = readonly [file: string, old: string, now: string];

/** Uses a copy of the shipped directory with texts changed; it is gone afterwards. */
export async function withDraft<T>(
  swaps: readonly Swap[],
  use: (folder: string) => T | Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'draft-'));
  try {
    cpSync(join(repositoryRoot(), 'libs', 'directory', 'data'), dir, { recursive: true });
    for (const [file, old, now] of swaps) {
      const text = readFileSync(join(dir, file), 'utf8');
      if (!text.includes(old)) throw new Error(`"${old}" is not in ${file}`);
      writeFileSync(join(dir, file), text.replace(old, now));
    }
    return await use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
