import type { DirectoryData } from '#directory';

/** A code of the directory and what people call it. */
export interface Label {
  readonly code: string;
  readonly label: string;
}

/** What the codes of the log are called, for pages and forms. */
export interface Labels {
  readonly agencies: readonly (Label & { readonly units: readonly string[] })[];
  readonly kinds: readonly Label[];
  readonly items: readonly Label[];
  readonly absentReasons: readonly Label[];
  readonly declineReasons: readonly Label[];
  readonly overrideReasons: readonly Label[];
  readonly roles: readonly Label[];
  readonly urgencies: readonly Label[];
  /** Rules and override clauses, called by the agreement that has them. */
  readonly rules: readonly Label[];
  /** Rules of the law about which requests are warned, called by what they say. */
  readonly lawRules: readonly Label[];
}

/** The labels of a directory version, each list in its order there. */
export function labelsIn(data: DirectoryData): Labels {
  return {
    agencies: data.agencies.map(({ code, name, units }) => ({ code, label: name, units })),
    kinds: data.taskKinds.map(labelOf),
    items: data.items.map(labelOf),
    absentReasons: data.absentReasons.map(meaningOf),
    declineReasons: data.declineReasons.map(meaningOf),
    overrideReasons: data.overrideReasons.map(labelOf),
    roles: data.actorRoles.map(labelOf),
    urgencies: data.urgencies.map(labelOf),
    rules: data.agreements.flatMap(({ title, rules, overrides }) =>
      [...rules, ...overrides].map(({ code }) => ({ code, label: title })),
    ),
    lawRules: data.lawRules.map(({ code, says }) => ({ code, label: says })),
  };
}

const labelOf = ({ code, label }: Label): Label => ({ code, label });
const meaningOf = ({ code, meaning }: { readonly code: string; readonly meaning: string }): Label => ({
  code,
  label: meaning,
});
