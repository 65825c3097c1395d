import { ownerIn, type Party, type Task } from '#domain';
import { isUnit, type LiveTask } from './cast.js';

/** A task after one of its events, as one agency was told it. */
export interface OwnedAt {
  readonly version: number;
  readonly sequence: number;
  readonly task?: Pick<Task, 'owner' | 'status'>;
}

/**
 * Where a task had not exactly one owner all along, as sentences: from its first event on each party's feed names after every
 * event one of the two, the same at both, the one that the status makes accountable. Between two events nothing changes, so
 * no minute is left out.
 */
export function ownerFaults(
  { local, asker, performer }: Pick<LiveTask, 'local' | 'asker' | 'performer'>,
  [here = [], there = []]: readonly (readonly OwnedAt[])[],
): readonly string[] {
  const at = (history: readonly OwnedAt[], who: Party): readonly string[] =>
    history.flatMap((one, index) => {
      const fault = faultOf(one, index, history[index - 1]);
      return fault === undefined ? [] : [`${local}: after event ${index + 1}, ${who.agency} ${fault}.`];
    });
  const faultOf = (
    { version, sequence, task }: OwnedAt,
    index: number,
    before: OwnedAt | undefined,
  ): string | undefined => {
    if (version !== index + 1) return `is told version ${version}, so an event is missing`;
    if (before && before.sequence >= sequence) return 'is told it before what it follows';
    if (!task) return 'is told of no owner';
    if (![asker, performer].some((party) => isUnit(party, task.owner)))
      return 'is told of an owner who is no party';
    const should = ownerIn(task.status, { asker, performer });
    return isUnit(should, task.owner) ? undefined : `is told of another owner than ${task.status} has`;
  };
  const differing = here.findIndex(({ task }, index) => {
    const other = there[index]?.task;
    return task !== undefined && other !== undefined && !isUnit(task.owner, other.owner);
  });
  return [
    ...(here.length === 0 ? [`${local}: nobody was told of an owner.`] : []),
    ...at(here, asker),
    ...at(there, performer),
    ...(here.length === there.length ? [] : [`${local}: the two parties were not told of as many events.`]),
    ...(differing < 0 ? [] : [`${local}: after event ${differing + 1} the two parties see two owners.`]),
  ];
}
