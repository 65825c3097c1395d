import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningSystem } from './rehearsal/system.js';

const fileIn = (homeDir: string): string => join(homeDir, 'run', 'system.json');

/** Writes down how the services of a system are reached and with which tokens, for its owner alone; gives it back. */
export function recordSystem(homeDir: string, system: RunningSystem): RunningSystem {
  const file = fileIn(homeDir);
  mkdirSync(join(homeDir, 'run'), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify(system, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return system;
}

/** The system that is written down as running from this home. One that was killed is still written down. */
export function recordedSystem(homeDir: string): RunningSystem | undefined {
  const file = fileIn(homeDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunningSystem) : undefined;
}

/** Takes the record away: the system is being stopped. */
export const forgetSystem = (homeDir: string): void => rmSync(fileIn(homeDir), { force: true });
