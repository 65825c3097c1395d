import type { Logger } from 'pino';
import { unitText, unitsOn, type Party, type Task } from '#domain';
import type { Directory } from '#directory';
import type { Sight } from '#storage';
import type { AgencyProfile } from './agency.js';
import type { AgencyConfig } from './config.js';
import type { SystemToken } from './system-tokens.js';

/** The units of its agency to which a system is bound; undefined for one that acts for all of them. */
export type BoundTo = readonly string[] | undefined;

/**
 * Whether a system that is bound to these units of its agency may see a task: one of them asked or performs, or was called
 * in. The stores hold their answers to the same by the {@link Sight} of {@link sightOf}.
 */
export const maySee = (units: BoundTo, agency: string, task: Task): boolean =>
  units === undefined || unitsOn(task).some((party) => party.agency === agency && units.includes(party.unit));

/** The same units as the stores take them. */
export const sightOf = (units: BoundTo, agency: string): Sight =>
  units?.map((unit) => unitText({ agency, unit }));

/**
 * What a service may tell that acts for a unit by itself: where a system is bound to this unit, or people sign in, of whom
 * any may be bound to it, no more than the unit sees, since they will see what was told.
 */
export const sightOfUnit = (
  { tokens, issuer }: Pick<AgencyConfig, 'tokens' | 'issuer'>,
  unit: Party,
): Sight => (issuer || tokens.some(({ units }) => units?.includes(unit.unit)) ? [unitText(unit)] : undefined);

/** Says of each unit to which a token is bound that this directory does not have it, if it does not; the system sees less then. */
export function warnOfUnits(
  {
    config: { tokens },
    profile,
    log,
  }: {
    readonly config: Pick<AgencyConfig, 'tokens'>;
    readonly profile: Pick<AgencyProfile, 'code'>;
    readonly log: Pick<Logger, 'warn'>;
  },
  directory: Pick<Directory, 'unitExists'>,
): void {
  for (const unknown of unknownUnits(tokens, profile.code, directory))
    log.warn(unknown, 'a token is bound to a unit that this agency does not have');
}

/** Units to which a token is bound and that the agency does not have, by system. */
export const unknownUnits = (
  tokens: readonly SystemToken[],
  agency: string,
  directory: Pick<Directory, 'unitExists'>,
): readonly { readonly system: string; readonly unit: string }[] =>
  tokens.flatMap(({ name, units = [] }) =>
    units.filter((unit) => !directory.unitExists(agency, unit)).map((unit) => ({ system: name, unit })),
  );
