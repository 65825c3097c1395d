import type { AgencyEntry, DirectoryData, TaskKindEntry } from './data.js';
import { DirectoryError, faultsWithoutLines } from './directory-error.js';
import { directoryData } from './shape.js';
import type { Finding } from './check.js';
import { agreementsFor } from './subset-agreements.js';
import { languageFor } from './subset-language.js';
import { lawFor } from './subset-law.js';

/** What may differ in a smaller directory. */
export interface SubsetOverrides {
  readonly witnessing?: { readonly cosignatures: number };
}

/**
 * The same directory for fewer agencies. Kinds that nobody left can do or can ask for are dropped, and each list of agencies
 * or kinds is filtered. Unless overridden, no more cosignatures are wanted than there are other agencies.
 * Throws DirectoryError (BAD_SUBSET) for an unknown agency, none at all, or a number of cosignatures that cannot hold.
 */
export function subsetDirectory(
  data: DirectoryData,
  agencyCodes: readonly string[],
  overrides: SubsetOverrides = {},
): DirectoryData {
  refuseUnknown(data, agencyCodes);
  const stays = (agency: string): boolean => agencyCodes.includes(agency);
  const taskKinds = data.taskKinds.map((kind) => kindFor(kind, stays)).filter(isPossible);
  const kindCodes = new Set(taskKinds.map(({ code }) => code));
  const agencies = data.agencies
    .filter(({ code }) => stays(code))
    .map((agency) => ({
      ...agency,
      ...unitFactsFor(agency, stays),
      askedFor: agency.askedFor.filter((kind) => kindCodes.has(kind)),
    }));
  const cosignatures = Math.min(data.witnessing.cosignatures, Math.max(agencies.length - 1, 0));
  const subset: DirectoryData = {
    ...data,
    ...languageFor(data, { agencies, taskKinds }),
    ...lawFor(data, stays, taskKinds),
    agencies,
    taskKinds,
    items: data.items.map((item) => ({ ...item, heldBy: item.heldBy.filter(stays) })),
    agreements: agreementsFor(data.agreements, stays, taskKinds),
    witnessing: overrides.witnessing ?? { cosignatures },
  };
  const findings: Finding[] = [];
  if (directoryData(subset, [], findings)) return subset;
  throw new DirectoryError('BAD_SUBSET', faultsWithoutLines('subset', findings));
}

function refuseUnknown(data: DirectoryData, agencyCodes: readonly string[]): void {
  const findings = agencyCodes.flatMap((code, i) =>
    data.agencies.some((agency) => agency.code === code)
      ? []
      : [{ at: ['agencyCodes', i], detail: `unknown agency "${code}"` }],
  );
  if (findings.length > 0) throw new DirectoryError('BAD_SUBSET', faultsWithoutLines('subset', findings));
}

/** A unit whose host has left stays, and works at its own place. */
function unitFactsFor(
  { unitFacts }: AgencyEntry,
  stays: (agency: string) => boolean,
): Pick<AgencyEntry, 'unitFacts'> {
  if (!unitFacts) return {};
  return {
    unitFacts: unitFacts.map(({ hostedBy, ...facts }) =>
      hostedBy !== undefined && stays(hostedBy) ? { ...facts, hostedBy } : facts,
    ),
  };
}

const kindFor = (kind: TaskKindEntry, stays: (agency: string) => boolean): TaskKindEntry => ({
  ...kind,
  mayBeAsked: kind.mayBeAsked.filter(stays),
  mayBeRequestedBy: kind.mayBeRequestedBy.filter(stays),
});

const isPossible = ({ mayBeAsked, mayBeRequestedBy }: TaskKindEntry): boolean =>
  mayBeAsked.length > 0 && mayBeRequestedBy.length > 0;
