import type { Checker } from './checker.js';
import { opensTask, type Scenario } from './steps.js';

/** Notes tasks that are opened twice or used before they are opened, and steps before there is a case. */
export function againstOrder({ steps }: Scenario, check: Checker): void {
  const inOrder = [...steps].sort((a, b) => a.at - b.at);
  const tasks = new Set<string>();
  const cases = new Set<string>();
  for (const step of inOrder) {
    const { index } = step;
    if (step.do === 'open-case') cases.add(step.case);
    else if (cases.size === 0) check.expected(['steps', index], 'a step open-case before this one');
    else if (step.case !== undefined && !cases.has(step.case)) {
      check.expected(['steps', index, 'case'], `a case that was opened before: ${[...cases].join(', ')}`);
    }
    if (step.task === undefined) continue;
    if (opensTask(step)) {
      if (tasks.has(step.task))
        check.expected(['steps', index, 'task'], `a new task: ${step.task} was opened before`);
      tasks.add(step.task);
    } else if (!tasks.has(step.task)) {
      check.expected(['steps', index, 'task'], `a task that an earlier step offers; ${step.task} is not`);
    }
  }
}
