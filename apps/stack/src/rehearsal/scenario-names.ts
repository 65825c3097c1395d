import type { Party } from '#domain';
import type { Checker, Path } from './checker.js';
import { mustBeRefused, type Scenario, type Step, type StepOf } from './steps.js';

/** What a scenario's names are checked against: the directory, or as much of it as is needed. */
export interface Names {
  readonly agencies: readonly { readonly code: string; readonly units: readonly string[] }[];
  readonly items: readonly { readonly code: string }[];
  readonly taskKinds: readonly {
    readonly code: string;
    readonly slots?: readonly { readonly code: string }[];
  }[];
  readonly clocks: readonly { readonly code: string }[];
  readonly declineReasons: readonly { readonly code: string }[];
  /** Rules of law of which the bus warns. */
  readonly lawRules?: readonly { readonly code: string }[];
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
  const onOtherTerms = new Set(
    scenario.steps.flatMap(({ do: verb, task }) => (verb === 'counter-offer' ? task : [])),
  );
  for (const step of scenario.steps.filter((each) => !mustBeRefused(each))) {
    againstStep(step, ['steps', step.index], names, check);
    // Who does not agree to other terms may say why in words.
    if (step.do === 'decline' && !onOtherTerms.has(step.task)) againstReason(step, names, check);
  }
}

function againstStep(step: Step, path: Path, names: Names, check: Checker): void {
  if (step.by !== 'bus') againstUnit(step.by, [...path, 'by'], names, check);
  step.to?.forEach((party) => againstUnit(party, [...path, 'to'], names, check));
  if (step.kind !== undefined && !names.taskKinds.some(({ code }) => code === step.kind)) {
    check.expected([...path, 'kind'], `one of the task kinds: ${codes(names.taskKinds)}`);
  }
  againstTargets(step, [...path, 'targets'], names, check);
  againstCodes(step, path, names, check);
  step.items?.forEach(({ code }) => againstItem(code, [...path, 'items', code], names, check));
  step.withheld?.forEach(({ code }) => againstItem(code, [...path, 'withheld', code], names, check));
  step.wanted?.forEach((code, index) => againstItem(code, [...path, 'items_wanted', index], names, check));
}

function againstReason(
  { reason, index }: StepOf<'decline'>,
  { declineReasons }: Names,
  check: Checker,
): void {
  if (!declineReasons.some(({ code }) => code === reason))
    check.expected(['steps', index, 'reason'], `one of the reasons to decline: ${codes(declineReasons)}`);
}

/** The units to which a need is offered: of the agency that it is for, or written as agency/unit. */
function againstTargets(step: Step, path: Path, names: Names, check: Checker): void {
  targetsOf(step).forEach((party, index) => againstUnit(party, [...path, index], names, check));
}

/** The parties to which a step offers a need, the best first; none where it does not. */
export function targetsOf({ to, targets = [] }: Pick<Step, 'to' | 'targets'>): readonly Party[] {
  return targets.map((target) => {
    const [agency = '', unit] = target.split('/');
    return unit === undefined ? { agency: to?.[0]?.agency ?? '', unit: agency } : { agency, unit };
  });
}

function againstCodes(step: Step, path: Path, names: Names, check: Checker): void {
  const known = (place: string, code: string | undefined, list: readonly string[], what: string): void => {
    if (code !== undefined && !list.includes(code))
      check.expected([...path, place], `one of the ${what}: ${list.join(', ')}`);
  };
  if (step.do === 'clock-start') known('clock', step.clock, codeList(names.clocks), 'clocks');
  const slots = [...new Set(names.taskKinds.flatMap((kind) => codeList(kind.slots ?? [])))];
  for (const slot of Object.keys(step.slots ?? {})) known('slots', slot, slots, 'slots');
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

const codeList = (list: readonly { readonly code: string }[]): readonly string[] =>
  list.map(({ code }) => code);

const codes = (list: readonly { readonly code: string }[]): string => codeList(list).join(', ');
