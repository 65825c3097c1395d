import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { NoticeRow, Sight } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { FromSight } from './caller.js';
import { FormPipe, IdPipe } from './checked.pipe.js';
import { Problem } from './problem.js';
import { NoticesQuery } from './queries.dto.js';

/**
 * What the people of both agencies must look at: overrides to review; to acknowledge corrections, recalls, identities, what
 * gave a task back, and that somebody was called in. Who has to look at each stands in it.
 */
@Controller()
export class NoticesController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** The notices of one task in the order of its events, with everybody who has seen them. */
  @Get('tasks/:id/notices')
  async ofTask(
    @Param('id', IdPipe) id: string,
    @FromSight() sight: Sight,
  ): Promise<{ readonly notices: readonly NoticeRow[] }> {
    const { notices, records } = this.agency.store;
    if (!(await records.task(id, sight))) throw new Problem('TASK_UNKNOWN', { because: { task: id } });
    return { notices: await notices.ofTask(id, sight) };
  }

  /** Notices of all tasks, oldest first; 100 unless told. */
  @Get('notices')
  async list(
    @Query(FormPipe) query: NoticesQuery,
    @FromSight() sight: Sight,
  ): Promise<{ readonly notices: readonly NoticeRow[] }> {
    const { kind, open, limit } = query;
    const notices = await this.agency.store.notices.find({
      ...(open && { open: open === 'true' }),
      ...(kind && { kind }),
      sight,
      limit: Number(limit ?? 100),
    });
    return { notices };
  }
}
