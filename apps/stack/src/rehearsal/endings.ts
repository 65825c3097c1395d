import type { Cast, LiveTask } from './cast.js';
import { ownerFaults, type OwnedAt } from './owner-history.js';
import type { TaskEnd } from './told.js';

/** How each task ended, as its asker sees it. The performer has to see the same, and each has one owner all along. */
export function endsOf(cast: Cast): {
  readonly tasks: readonly TaskEnd[];
  readonly failures: readonly string[];
} {
  const tasks: TaskEnd[] = [];
  const failures: string[] = [];
  for (const live of cast.tasks.values()) {
    const { local, kind, asker, performer, id } = live;
    const [task, other] = [cast.state(live), cast.state(live, performer.agency)];
    if (!task || !other) failures.push(`${local}: an agency that takes part does not show the task.`);
    else if (
      JSON.stringify([task.version, task.status, task.owner]) !==
      JSON.stringify([other.version, other.status, other.owner])
    ) {
      failures.push(`${local}: ${asker.agency} and ${performer.agency} do not see the same state.`);
    }
    failures.push(
      ...ownerFaults(
        live,
        [asker, performer].map(({ agency }) => historyOf(cast, agency, live)),
      ),
    );
    if (task) tasks.push({ local, kind, task, events: cast.feeds.ofTask(asker.agency, id).length });
  }
  return { tasks, failures };
}

/** A task after each of its events, as the feed of an agency told it. */
export const historyOf = (cast: Cast, agency: string, { id }: LiveTask): readonly OwnedAt[] =>
  cast.feeds
    .ofTask(agency, id)
    .map(({ task, event, sequence }) => ({ version: event.taskversion, sequence, ...(task && { task }) }));
