import { roleOf, type Party, type Side } from '#domain';
import { senderOf, unitOf, type TaskLedgerEvent } from '#contracts';

/** An event of a task, however it is shown. */
interface Told {
  readonly event: TaskLedgerEvent;
}

/** The parties of a task. */
export type Parties = Readonly<Record<Side, Party>>;

/** The tasks by which one unit of an agency asks another of the same agency, by their ids. */
export type TasksWithin = ReadonlyMap<string, Parties>;

/** The parties of the task that these events are of; undefined without its request. */
export function partiesIn(events: readonly Told[]): Parties | undefined {
  for (const { event } of events) if (event.type === 'concordat.task.requested.v1') return event.data;
  return undefined;
}

/** Those of the tasks of these events that stand between two units of one agency. */
export function tasksWithin(events: readonly Told[]): TasksWithin {
  return new Map(
    events.flatMap(({ event }) =>
      event.type === 'concordat.task.requested.v1' && event.data.asker.agency === event.data.performer.agency
        ? [[event.subject, event.data] as const]
        : [],
    ),
  );
}

/** On which side of its task an event was said. */
export const sideIn = (parties: Parties, event: TaskLedgerEvent): Side | undefined =>
  roleOf(parties, { agency: senderOf(event), unit: unitOf(event) });

/** Something that a unit said, perhaps on a task. */
interface UnitsWord {
  readonly unit: string;
  readonly taskId?: string;
}

/**
 * Whether what an agency says later on a statement of its own can be about that statement. Between agencies an agency has
 * one word. On a task between two of its units each has its own: what one puts right or takes back there is what it said
 * itself, or what its side told on that task.
 */
export function isOwnWord(statement: UnitsWord, later: UnitsWord, within: TasksWithin): boolean {
  const parties = later.taskId === undefined ? undefined : within.get(later.taskId);
  if (!parties || statement.unit === later.unit) return true;
  const { agency } = parties.asker;
  const side = ({ unit }: UnitsWord) => roleOf(parties, { agency, unit });
  return statement.taskId === later.taskId && side(statement) === side(later);
}
