import type { Party, Task } from '#domain';
import type { Directory } from '#directory';

/** The next level of both parties of a task, as the directory names it; nobody where it names none. */
export function nextLevel(
  { asker, performer }: Pick<Task, 'asker' | 'performer'>,
  directory: Directory,
): readonly Party[] {
  const agencies = [...new Set([asker.agency, performer.agency])];
  return agencies.flatMap((agency) => {
    const unit = directory.agency(agency)?.escalatesTo;
    return unit === undefined ? [] : [{ agency, unit }];
  });
}
