import { TASK_FIELDS, type Assertion, type Form } from './assertions.js';
import type { Checker, Path } from './checker.js';
import { targetsOf, type Names } from './scenario-names.js';
import { opensTask, type Scenario } from './steps.js';

/** Fields that name items, and those that name agencies or units. */
const ITEMS: readonly string[] = [
  'shown',
  'hidden',
  'never_told',
  'waits',
  'stopped',
  'gap',
  'no_gap',
  'stands',
  'items',
];
const PLACES: readonly string[] = [
  'to',
  'from',
  'of',
  'at',
  'by',
  'in',
  'asked',
  'could_know',
  'withheld_by',
];
/** Forms of which the field `is` names an agency or unit. */
const IS_A_PLACE: readonly Form[] = ['owner', 'responsible'];

/**
 * Notes every item, agency and unit of assertions that the directory does not know, and every task that no step has opened
 * by then: an assertion that something is not told which does not exist could never fail.
 */
export function againstAssertions({ steps, checks }: Scenario, names: Names, check: Checker): void {
  const tasks = new Set<string>();
  const about = (asserts: readonly Assertion[] | undefined, path: Path): void =>
    asserts?.forEach((assertion, index) => {
      for (const { field, expected } of faultsOf(assertion, names, tasks)) {
        check.expected([...path, 'assert', index, field], expected);
      }
    });
  for (const step of [...steps].sort((a, b) => a.at - b.at)) {
    if (opensTask(step)) {
      tasks.add(step.task);
      targetsOf(step).forEach(({ unit }) => tasks.add(`${step.task}/${unit}`));
    }
    about(step.asserts, ['steps', step.index]);
  }
  checks.forEach(({ asserts }, index) => about(asserts, ['checks', index]));
}

function faultsOf({ form, line: _, ...fields }: Assertion, names: Names, tasks: ReadonlySet<string>) {
  return Object.entries(fields).flatMap(([field, value]) =>
    [value]
      .flat()
      .filter((name) => typeof name === 'string')
      .flatMap((name) => {
        const expected = expectedOf({ form, field, name }, names, tasks);
        return expected === undefined ? [] : [{ field, expected }];
      }),
  );
}

interface Named {
  readonly form: Form;
  readonly field: string;
  readonly name: string;
}

function expectedOf(
  { form, field, name }: Named,
  names: Names,
  tasks: ReadonlySet<string>,
): string | undefined {
  if (ITEMS.includes(field)) {
    if (names.items.some(({ code }) => code === name)) return undefined;
    return `an item of the directory instead of "${name}" (see information-items.yaml)`;
  }
  if (PLACES.includes(field) || (field === 'is' && IS_A_PLACE.includes(form)))
    return placeExpected(name, names.agencies);
  if (TASK_FIELDS.includes(field)) {
    if (tasks.has(name)) return undefined;
    return `a task that this step or an earlier one opens (${[...tasks].join(', ') || 'none so far'}); ${name} is not`;
  }
  return codeExpected({ form, field, name }, names);
}

/** Clocks, slots and rules of law that the directory does not know could never be found. */
function codeExpected(
  { form, field, name }: Named,
  { clocks, taskKinds, lawRules }: Names,
): string | undefined {
  if (field !== form) return undefined;
  const known: Partial<Record<Form, readonly { readonly code: string }[] | undefined>> = {
    clock: clocks,
    started_once: clocks,
    slot: taskKinds.flatMap(({ slots = [] }) => slots),
    warned: lawRules,
  };
  const list = known[form];
  if (list === undefined || list.some(({ code }) => code === name)) return undefined;
  return `one of: ${[...new Set(list.map(({ code }) => code))].join(', ')}`;
}

function placeExpected(place: string, agencies: Names['agencies']): string | undefined {
  const [code, unit] = place.split('/');
  const agency = agencies.find((one) => one.code === code);
  if (!agency) return `one of the agencies: ${agencies.map((one) => one.code).join(', ')}`;
  if (unit === undefined || agency.units.includes(unit)) return undefined;
  return `one of the units of ${agency.code}: ${agency.units.join(', ')}`;
}
