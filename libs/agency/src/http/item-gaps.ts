import { closesGap, type AbsentReason, type Task } from '#domain';
import type { Directory } from '#directory';
import type { RecordStore } from '#storage';
import { byTask } from './by-task.js';
import { neededBy } from './case-gaps.js';
import { knownItems, showEvent, type KnownItem } from './known-items.js';

/** A task as far as its gaps depend on it. */
export interface GapTask {
  readonly taskId: string;
  readonly task: Task;
  readonly sequence: number;
}

/** How many tasks are remembered. */
const REMEMBERED = 2_000;

/**
 * How many items that each task needs are a gap still. What was counted is kept until something is said on the task again.
 */
export class ItemGaps {
  private readonly counted = new Map<string, { readonly sequence: number; readonly gaps: number }>();

  constructor(private readonly records: RecordStore) {}

  /** The gaps by task. */
  async of(tasks: readonly GapTask[], directory: Directory): Promise<ReadonlyMap<string, number>> {
    const stale = tasks.filter(({ taskId, sequence }) => this.counted.get(taskId)?.sequence !== sequence);
    if (stale.length > 0) await this.count(stale, directory);
    return new Map(tasks.map(({ taskId }) => [taskId, this.counted.get(taskId)?.gaps ?? 0]));
  }

  private async count(tasks: readonly GapTask[], directory: Directory): Promise<void> {
    const rows = await this.records.eventsOfTasks(tasks.map(({ taskId }) => taskId));
    const events = byTask(rows);
    for (const { taskId, task, sequence } of tasks) {
      const known = knownItems((events.get(taskId) ?? []).map(showEvent));
      const gaps = gapsOnTask(task, known, directory).length;
      this.counted.delete(taskId);
      this.counted.set(taskId, { sequence, gaps });
    }
    for (const taskId of [...this.counted.keys()].slice(0, Math.max(0, this.counted.size - REMEMBERED)))
      this.counted.delete(taskId);
  }
}

/** Codes of the items that a task needs and of which nothing that was told on it closes the gap, in the order of its kind. */
export function gapsOnTask(task: Task, known: readonly KnownItem[], directory: Directory): readonly string[] {
  const closed = new Set(known.filter(isClosed).map(({ code }) => code));
  return [...new Set(neededBy(task, directory))].filter((code) => !closed.has(code));
}

const isClosed = ({ value, absent, recalled }: KnownItem): boolean =>
  recalled === undefined && closesGap({ value, ...(absent && { absent: absent as AbsentReason }) });
