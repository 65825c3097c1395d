import { expect } from '@jest/globals';
import type { Desk } from './e2e-desk.js';
import { exchange, type Exchange } from './e2e-http.js';
import { until } from './waiting.js';

/** An agency's roster as another one shows it. */
export interface RosterShown {
  readonly agency: string;
  readonly state: string;
  readonly publishedAt: string;
  readonly leaseUntil: string;
  readonly units: readonly {
    readonly unit: string;
    readonly name: string;
    readonly onShift: number;
    readonly free?: number;
    readonly shifts: readonly Readonly<Record<string, unknown>>[];
  }[];
}

/** A candidate as the asker's service shows it. */
export interface CandidateShown {
  readonly unit: { readonly agency: string; readonly unit: string; readonly name: string };
  readonly fits: boolean;
  readonly isAskable: boolean;
  readonly roster: string;
  readonly onShift: number;
  readonly shortfalls: readonly { readonly code: string; readonly label: string }[];
}

/** Says who is on shift in a unit of the desk's agency. */
export function setsRoster(desk: Desk, unit: string, body: object): Promise<Exchange> {
  const { unit: _unit, ...actor } = desk.body();
  return exchange(desk.door, 'PUT', `/roster/${encodeURIComponent(unit)}`, { json: { ...actor, ...body } });
}

/** As {@link setsRoster}; expects that it is taken. */
export async function isOnShift(
  desk: Desk,
  unit: string,
  shifts: readonly object[],
  more: object = {},
): Promise<void> {
  const { status, body } = await setsRoster(desk, unit, { shifts, ...more });
  expect([status, body]).toEqual([200, expect.objectContaining({ shifts: expect.any(Array) })]);
}

/** An agency's roster once the desk sees it so. */
export function seesRoster(
  desk: Desk,
  agency: string,
  isSo: (roster: RosterShown) => boolean,
): Promise<RosterShown> {
  const look = async (): Promise<RosterShown> => {
    const { body } = await desk.get('/roster');
    const found = (body['rosters'] as readonly RosterShown[]).find((roster) => roster.agency === agency);
    if (found && isSo(found)) return found;
    throw new Error(JSON.stringify(found));
  };
  return until(`${desk.unit} sees the roster of ${agency}`, look, 30_000);
}

/** Who could take a need, by the service of the desk. */
export async function candidatesFor(desk: Desk, need: object): Promise<readonly CandidateShown[]> {
  const { status, body } = await desk.post('/candidates', { unit: desk.unit, ...need });
  expect([status, body]).toEqual([200, expect.objectContaining({ candidates: expect.any(Array) })]);
  return body['candidates'] as readonly CandidateShown[];
}

/** One candidate by `agency/unit`. */
export function named(candidates: readonly CandidateShown[], name: string): CandidateShown {
  const found = candidates.find(({ unit }) => `${unit.agency}/${unit.unit}` === name);
  if (!found) throw new Error(`${name} is no candidate`);
  return found;
}
