import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { AGENCY, type Agency } from '../agency.js';
import { FromCaller, type Caller } from './caller.js';
import { CheckedPipe, IdPipe } from './checked.pipe.js';
import { Problem } from './problem.js';
import { StepsQuery } from './queries.dto.js';
import { stepOffers, type StepOffer } from './step-offers.js';

/** What can be done on a task: so that nobody who shows it has to know the rules. */
@Controller('tasks')
export class StepsController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /**
   * The steps that this unit can take on the task as it stands, with what each has to name; none for a task that is not recorded yet. `now` is
   * the time by which its deadlines count: of its exercise, or of the ledger.
   */
  @Get(':id/steps')
  async steps(
    @Param('id', IdPipe) id: string,
    @Query(CheckedPipe) { unit }: StepsQuery,
    @FromCaller() { sight }: Caller,
  ): Promise<{ readonly steps: readonly StepOffer[]; readonly version: number; readonly now: string }> {
    const row = await this.agency.store.records.task(id, sight);
    if (!row) throw new Problem('TASK_UNKNOWN', { because: { task: id } });
    const { code } = this.agency.profile;
    const reader = { directory: this.agency.directory(), agency: code };
    const { task } = row;
    const steps = task && !row.pending ? stepOffers(task, { agency: code, unit }, reader) : [];
    const now = (await this.agency.now(task?.exercise)) ?? new Date().toISOString();
    return { steps, version: task?.version ?? 0, now };
  }
}
