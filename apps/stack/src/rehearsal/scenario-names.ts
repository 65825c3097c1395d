import type { Party } from '#domain';
import type { Checker, Path } from './checker.js';
import { mustBeRefused, type Scenario, type Step } from './steps.js';

/** What a scenario's names are checked against: the directory, or as much of it as is needed. */
export interface Names {
  readonly agencies: readonly { readonly code: string; readonly units: readonly string[] }[];
  readonly items: readonly { readonly code: string }[];
  readonly taskKinds: readonly { readonly code: string }[];
}

/**
 * Notes every agency, unit, item and task kind that the directory does not know. A step that must be refused may name what
 * it likes, since that may be why.
 */
export function againstDirectory(scenario: Scenario, names: Names, check: Checker): void {
  scenario.agencies.forEach((code, index) => {
    if (!agencyOf(names, code))
      check.expected(['agencies', index], `one of the agencies: ${codes(names.agencies)}`);
  });
  scenario.persons.forEach(({ truth }, index) => {
    for (const code of Object.keys(truth)) againstItem(code, ['persons', index, 'truth', code], names, check);
  });
  for (const step of scenario.steps.filter((each) => !mustBeRefused(each))) {
    againstStep(step, ['steps', step.index], names, check);
  }
}

function againstStep(step: Step, path: Path, names: Names, check: Checker): void {
  if (step.by !== 'bus') againstUnit(step.by, [...path, 'by'], names, check);
  step.to?.forEach((party) => againstUnit(party, [...path, 'to'], names, check));
  if (step.kind !== undefined && !names.taskKinds.some(({ code }) => code === step.kind)) {
    check.expected([...path, 'kind'], `one of the task kinds: ${codes(names.taskKinds)}`);
  }
  step.items?.forEach(({ code }) => againstItem(code, [...path, 'items', code], names, check));
  step.withheld?.forEach(({ code }) => againstItem(code, [...path, 'withheld', code], names, check));
  step.wanted?.forEach((code, index) => againstItem(code, [...path, 'items_wanted', index], names, check));
}

function againstUnit({ agency, unit }: Party, path: Path, names: Names, check: Checker): void {
  const entry = agencyOf(names, agency);
  if (!entry) check.expected(path, `one of the agencies: ${codes(names.agencies)}`);
  else if (!entry.units.includes(unit)) {
    check.expected(path, `one of the units of ${agency}: ${entry.units.join(', ')}`);
  }
}

function againstItem(code: string, path: Path, names: Names, check: Checker): void {
  if (names.items.some((item) => item.code === code)) return;
  check.expected(path, `an item of the directory instead of "${code}" (see information-items.yaml)`);
}

const agencyOf = (names: Names, code: string) => names.agencies.find((agency) => agency.code === code);

const codes = (list: readonly { readonly code: string }[]): string => list.map(({ code }) => code).join(', ');
