import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Door } from '../../apps/stack/src/rehearsal/system.js';
import type { County } from './county.js';

/** A system of an agency, and the units to which it is bound; all where none are named. */
export interface TestSystem {
  readonly name: string;
  readonly units?: readonly string[];
}

/** Gives systems of an agency tokens in the place of those that they had, and starts its service again: a door for each. */
export async function openDoors(
  county: County,
  agency: string,
  systems: readonly TestSystem[],
): Promise<readonly Door[]> {
  const file = join(county.home.keys, agency, 'tokens.json');
  const names = systems.map(({ name }) => name);
  const others = (JSON.parse(readFileSync(file, 'utf8')) as TestSystem[]).filter(
    ({ name }) => !names.includes(name),
  );
  const made = systems.map((system) => ({ system, token: randomBytes(24).toString('base64url') }));
  const tokens = made.map(({ system, token }) => ({
    ...system,
    sha256: createHash('sha256').update(token, 'utf8').digest('hex'),
  }));
  writeFileSync(file, JSON.stringify([...others, ...tokens]));
  await county.restart(agency);
  const { url } = county.agency(agency).door;
  return made.map(({ token }) => ({ url, token }));
}
