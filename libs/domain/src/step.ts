import type { Party } from './task.js';

/** What every task event says: which task, its place in the task's order, who took the step and when. */
export interface Step {
  readonly taskId: string;
  /** 1 for `requested`, then one more with each event. The only truth for order. */
  readonly version: number;
  readonly by: Party;
  /** When the step was taken: ISO 8601 with an offset, by the clock of the agency that took it. */
  readonly at: string;
}
