import type { Task } from '#domain';
import type { Agency } from './agency.js';
import { Problem } from './http/problem.js';
import { TaskDesk } from './http/task-desk.js';
import { sightOfUnit } from './units.js';

/**
 * Makes a request again that was declined for now, when the time has come that the performer named: to the same unit, with
 * what the case file holds by then. Once, however often it is asked to.
 */
export class AskAgain {
  private readonly desk: TaskDesk;

  constructor(private readonly agency: Agency) {
    this.desk = new TaskDesk(agency);
  }

  /** True when nothing more can be done: it is made, or it cannot be made and a person has to look. */
  async ask(task: Task): Promise<boolean> {
    const { id, caseId, kind, mode, urgency, asker, performer } = task;
    const { grade, purpose, basis, responsibility, exercise } = task;
    const body = {
      caseId,
      kind,
      to: { ...performer },
      unit: asker.unit,
      mode,
      urgency,
      follows: id,
      fromCase: true,
      ifNotAllowed: 'leave-out' as const,
      ...(grade && { grade }),
      ...(purpose && { purpose }),
      ...(basis && { basis }),
      ...(task.wanted && { wanted: [...task.wanted] }),
      ...(responsibility && { responsibility }),
      ...(exercise && { exercise }),
      actor: { role: 'service', type: 'system' as const },
    };
    try {
      const { answer } = await this.desk.request(body, {
        system: 'service',
        waitMs: 0,
        sight: sightOfUnit(this.agency.config, asker),
        key: { key: `again ${id}`, bodyHash: id },
      });
      return !('refused' in answer) || this.impossible(id, answer.refused);
    } catch (error) {
      if (error instanceof Problem) return this.impossible(id, error.code);
      throw error;
    }
  }

  private impossible(taskId: string, why: string): true {
    this.agency.log.warn({ taskId, why }, 'a request that was declined for now cannot be made again');
    return true;
  }
}
