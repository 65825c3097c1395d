import type { Directory } from '#directory';
import type { ClockState, Party, Task } from '#domain';
import { unitText } from '#domain';
import { shownUnit } from './shown-words.js';

/** What codes are called, by code. */
export type Names = Readonly<Record<string, string>>;

/** What the codes of a case are called, for people. */
export interface CaseNames {
  readonly items: Names;
  readonly kinds: Names;
  readonly clocks: Names;
  readonly agencies: Names;
  /** By `agency/unit`: what the agency itself calls its unit. */
  readonly units: Names;
}

/** The codes that an answer about a case holds. */
export interface CaseCodes {
  readonly items?: readonly string[];
  readonly tasks?: readonly (Task | undefined)[];
  readonly clocks?: readonly ClockState[];
  readonly parties?: readonly Party[];
}

/** The names of all these codes; of a code that this directory does not know, the code itself. */
export function caseNames(codes: CaseCodes, directory: Directory): CaseNames {
  const tasks = (codes.tasks ?? []).filter((task) => task !== undefined);
  const clocks = [...(codes.clocks ?? []), ...tasks.flatMap(({ clocks: told = [] }) => told)];
  const parties = [
    ...(codes.parties ?? []),
    ...tasks.flatMap(({ asker, performer }) => [asker, performer]),
    ...clocks.flatMap(({ startedBy }) => (startedBy ? [startedBy] : [])),
  ];
  return {
    items: named(codes.items ?? [], (code) => directory.item(code)?.label),
    kinds: named(
      tasks.map(({ kind }) => kind),
      (code) => directory.kind(code)?.label,
    ),
    clocks: named(
      clocks.map(({ code }) => code),
      (code) => directory.clock(code)?.label,
    ),
    agencies: named(directory.agencyCodes, (code) => directory.agency(code)?.name),
    units: Object.fromEntries(
      parties.map((party) => [unitText(party), shownUnit(party, { directory }).name]),
    ),
  };
}

const named = (codes: readonly string[], label: (code: string) => string | undefined): Names =>
  Object.fromEntries(codes.map((code) => [code, label(code) ?? code]));
