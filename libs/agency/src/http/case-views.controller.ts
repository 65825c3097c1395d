import { Controller, Get, Inject, Param } from '@nestjs/common';
import {
  ageBandPrecaution,
  remainingMinutes,
  type ClockState,
  gapsOf,
  standing,
  unitText,
  type Gap,
  type IdentityHistory,
  type StandingItem,
} from '#domain';
import type { CaseEntry, CaseFile, Sight, TaskRow } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { clocksOfCase } from '../case-clocks.js';
import { FromSight } from './caller.js';
import { CaseFiles } from './case-files.js';
import { requestsIn, wantedIn } from './case-gaps.js';
import { identityIn, saidIn, type SaidHere } from './case-story.js';
import { IdPipe } from './checked.pipe.js';
import { Problem } from './problem.js';

/** Everything that this agency has on a case. */
interface CaseView {
  readonly caseId: string;
  /** Absent where the agency only has tasks of the case, and to who is bound to other units than the one that opened it. */
  readonly file?: CaseFile;
  /** The temporary name that was made for a person without one. */
  readonly alias?: string;
  readonly identity: IdentityHistory;
  /** Whether the person has to be treated as a possible child: until it is known that they are not. */
  readonly agePrecaution: ReturnType<typeof ageBandPrecaution>;
  /** What stands on each item, own and received, differences side by side. */
  readonly standing: readonly StandingItem<SaidHere>[];
  readonly entries: readonly CaseEntry[];
  /** The clocks that run for the person, with the whole minutes that are left; none while a clock waits for its start. */
  readonly clocks: readonly (ClockState & { readonly remainingMinutes?: number })[];
  readonly tasks: readonly TaskRow[];
}

/** What this agency knows of its cases, and what it does not. */
@Controller('cases')
export class CaseViewsController {
  private readonly cases: CaseFiles;

  constructor(@Inject(AGENCY) private readonly agency: Agency) {
    this.cases = new CaseFiles(agency);
  }

  /** The file with its entries from the oldest, what stands of all that was said, and the tasks of the case. */
  @Get(':id')
  async one(@Param('id', IdPipe) caseId: string, @FromSight() sight: Sight): Promise<CaseView> {
    const { file, tasks, story } = await this.known(caseId, sight);
    const { entries } = story;
    const stands = standing(saidIn(story));
    // Whether somebody may be a child is decided by all that the agency knows, also for a unit that does not see all of it.
    const all = sight ? standing(saidIn(await this.cases.story(caseId))) : stands;
    const statements = all.flatMap((item) => item.statements.map(({ statement }) => statement));
    return {
      caseId,
      ...(file && (!sight || sight.includes(unitText(file.openedBy))) && { file }),
      ...(file?.alias && { alias: file.alias }),
      identity: identityIn(story, file?.alias),
      agePrecaution: ageBandPrecaution(statements, new Date().toISOString()),
      standing: stands,
      entries,
      clocks: await this.clocks(caseId),
      tasks,
    };
  }

  /** What is not known of the person: why, who could know, and who was asked. */
  @Get(':id/gaps')
  async gaps(
    @Param('id', IdPipe) caseId: string,
    @FromSight() sight: Sight,
  ): Promise<{ readonly gaps: readonly Gap[] }> {
    const { tasks, story } = await this.known(caseId, sight);
    const statements = saidIn(story);
    const wanted = wantedIn(tasks, statements, this.agency.directory());
    return { gaps: gapsOf({ wanted, statements, requests: requestsIn(tasks, story) }) };
  }

  private async clocks(caseId: string): Promise<CaseView['clocks']> {
    const { clocks, tasks } = await clocksOfCase(this.agency.store, caseId);
    const exercise = tasks.find(({ task }) => task?.exercise)?.task?.exercise;
    const now = (await this.agency.now(exercise)) ?? new Date().toISOString();
    return clocks.map((clock) => {
      const left = remainingMinutes(clock, now);
      return { ...clock, ...(left !== undefined && { remainingMinutes: left }) };
    });
  }

  private async known(caseId: string, sight: Sight) {
    const { records } = this.agency.store;
    const [file, tasks, story] = await Promise.all([
      records.caseFile(caseId),
      records.tasksOfCase(caseId, sight),
      this.cases.story(caseId, sight),
    ]);
    if (!file && tasks.length === 0) throw new Problem('CASE_UNKNOWN');
    return { file, tasks, story };
  }
}
