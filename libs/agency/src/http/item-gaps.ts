import type { Task } from '#domain';
import type { Directory } from '#directory';
import type { BoardStore } from '#storage';
import { byTask } from './by-task.js';
import { knownItems, showEvent } from './known-items.js';

/** A task as far as its gaps depend on it. */
export interface GapTask {
  readonly taskId: string;
  readonly task: Task;
  readonly sequence: number;
}

/** How many tasks are remembered. */
const REMEMBERED = 2_000;

/**
 * How many items each task needs of which no value is known: those that its kind requires or expects, and those that were asked
 * for. What was counted is kept until something is said on the task again.
 */
export class ItemGaps {
  private readonly counted = new Map<string, { readonly sequence: number; readonly gaps: number }>();

  constructor(private readonly store: BoardStore) {}

  /** The gaps by task. */
  async of(tasks: readonly GapTask[], directory: Directory): Promise<ReadonlyMap<string, number>> {
    const stale = tasks.filter(({ taskId, sequence }) => this.counted.get(taskId)?.sequence !== sequence);
    if (stale.length > 0) await this.count(stale, directory);
    return new Map(tasks.map(({ taskId }) => [taskId, this.counted.get(taskId)?.gaps ?? 0]));
  }

  private async count(tasks: readonly GapTask[], directory: Directory): Promise<void> {
    const rows = await this.store.events(tasks.map(({ taskId }) => taskId));
    const events = byTask(rows);
    for (const { taskId, task, sequence } of tasks) {
      const known = knownItems((events.get(taskId) ?? []).map(showEvent));
      const valued = new Set(known.filter(({ value }) => value !== undefined).map(({ code }) => code));
      const gaps = neededBy(task, directory).filter((code) => !valued.has(code)).length;
      this.counted.delete(taskId);
      this.counted.set(taskId, { sequence, gaps });
    }
    for (const taskId of [...this.counted.keys()].slice(0, Math.max(0, this.counted.size - REMEMBERED)))
      this.counted.delete(taskId);
  }
}

function neededBy({ kind, wanted = [] }: Task, directory: Directory): readonly string[] {
  const { required = [], expected = [] } = directory.kind(kind) ?? {};
  return [...new Set([...required, ...expected, ...wanted])];
}
