import { roleOf } from '#domain';
import type { AssertionOf, Form } from './assertions.js';
import type { LiveTask } from './cast.js';
import type { Told } from './told.js';
import type { Views } from './views.js';

/** The tasks that stand on the ledger, by the names of the script. */
export interface NamedTasks {
  /** The task that a name stands for now. */
  get(name: string): LiveTask | undefined;
  /** Every task that it stands for: the offers of a need, or a request with those that followed it. */
  all(name: string): readonly LiveTask[];
  values(): Iterable<LiveTask>;
}

/** What an assertion is judged by, and what it is about. */
export interface Court {
  readonly views: Views;
  /** Every step so far; the last is the one that is judged. */
  readonly told: readonly Told[];
  readonly tasks: NamedTasks;
  /** The instant of minute 0, ISO 8601. */
  readonly start: string;
  /** What a kind of task requires: of each list one item at least. */
  readonly required: (kind: string) => readonly (readonly string[])[];
}

/** Undefined where the assertion holds, else what was found in its place, without any value. */
export type Found = string | undefined;

/** How an assertion of a form is judged: it looks and changes nothing, and rejects when somebody does not answer. */
export type Judge<F extends Form> = (assertion: AssertionOf<F>, court: Court) => Found | Promise<Found>;

/** The agency of a place that is written as `agency` or `agency/unit`. */
export const agencyOf = (place: string): string => place.split('/')[0] ?? '';

/** The task of a name of the script. Throws where it does not stand on the ledger. */
export function taskOf(tasks: NamedTasks, local: string): LiveTask {
  const live = tasks.get(local);
  if (!live) throw new Error(`the task ${local} does not stand on the ledger`);
  return live;
}

/** Whether an agency takes part in a task. */
export const isParty = ({ asker, performer }: LiveTask, agency: string): boolean =>
  asker.agency === agency || performer.agency === agency;

/** The agency of a place, which has to be a party of the task: with a unit, that very unit. */
export function partyIn(live: LiveTask, place: string): string {
  const parties = [live.asker, live.performer].flatMap(({ agency, unit }) => [agency, `${agency}/${unit}`]);
  if (!parties.includes(place)) throw new Error(`${place} has no part in ${live.local}`);
  return agencyOf(place);
}

/** Who said something, as far as it is shown. */
export interface Speaker {
  readonly agency: string;
  readonly unit?: string | undefined;
}

/**
 * Whether something was said to a place and not by it. Within one agency each unit is the other party of the other; where
 * only the agency is named, all that was said there was said to it.
 */
export function isOther(by: Speaker, place: string, { asker, performer }: LiveTask): boolean {
  const [agency = '', unit] = place.split('/');
  if (asker.agency !== performer.agency) return by.agency !== agency;
  if (unit === undefined || by.unit === undefined) return true;
  const side = (one: string) => roleOf({ asker, performer }, { agency, unit: one });
  return side(unit) !== side(by.unit);
}

/** Parts in words, each once; undefined where there are none. */
export const listed = (parts: readonly string[]): string | undefined =>
  parts.length > 0 ? [...new Set(parts)].join(', ') : undefined;
