import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { TaskRow } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { FormPipe, IdPipe } from './checked.pipe.js';
import { TasksQuery } from './commands.dto.js';
import { knownItems, showEvent, type KnownItem, type ShownEvent } from './known-items.js';
import { Problem } from './problem.js';

/** A task with what is known on it. */
interface TaskView extends TaskRow {
  readonly items: readonly KnownItem[];
}

/** What this agency knows of its tasks. */
@Controller('tasks')
export class TaskViewsController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** Tasks by status, case and whether they are open, newest change first; 100 unless told. */
  @Get()
  async list(@Query(FormPipe) query: TasksQuery): Promise<{ readonly tasks: readonly TaskRow[] }> {
    const { status, open, limit } = query;
    const tasks = await this.agency.store.records.tasks({
      ...(status && { status }),
      ...(query.case && { caseId: query.case }),
      ...(open && { open: open === 'true' }),
      limit: Number(limit ?? 100),
    });
    return { tasks };
  }

  /** One task: its state, our own step that is not recorded yet, and what each agency said last on each item. */
  @Get(':id')
  async one(@Param('id', IdPipe) id: string): Promise<TaskView> {
    const row = await this.agency.store.records.task(id);
    if (!row) throw unknown(id);
    return { ...row, items: knownItems(await this.eventsOf(id)) };
  }

  /** The events of a task in their signed order. */
  @Get(':id/events')
  async events(@Param('id', IdPipe) id: string): Promise<{ readonly events: readonly ShownEvent[] }> {
    const events = await this.eventsOf(id);
    if (events.length === 0 && !(await this.agency.store.records.task(id))) throw unknown(id);
    return { events };
  }

  private async eventsOf(id: string): Promise<ShownEvent[]> {
    return (await this.agency.store.records.events(id)).map(showEvent);
  }
}

const unknown = (task: string): Problem => new Problem('TASK_UNKNOWN', { because: { task } });
