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
import { answeringFor, type Answering } from './case-answering.js';
import { CaseFiles } from './case-files.js';
import { requestsIn, wantedIn } from './case-gaps.js';
import { caseNames, type CaseNames } from './case-names.js';
import { identityIn, saidIn, type SaidHere } from './case-story.js';
import { IdPipe } from './checked.pipe.js';
import { informantsOf } from './informants.js';
import { Problem } from './problem.js';
import { shownConcept, type ShownCode } from './shown-words.js';

/** A statement of a case; a value that is a shared concept comes in the words of both sides, too. */
interface StatedHere extends SaidHere {
  readonly inWords?: ShownCode;
}

/** Everything that this agency has on a case. */
interface CaseView {
  readonly caseId: string;
  /** Absent where the agency only has tasks of the case, and to who is bound to other units than the one that opened it. */
  readonly file?: CaseFile;
  /** The temporary name that was made for a person without one. */
  readonly alias?: string;
  readonly identity: IdentityHistory;
  /** Which agency and unit answer for the person now, also where the tasks that say so are out of sight. */
  readonly answering?: Answering;
  /** Whether the person has to be treated as a possible child: until it is known that they are not. */
  readonly agePrecaution: ReturnType<typeof ageBandPrecaution>;
  /** What stands on each item, own and received, differences side by side. */
  readonly standing: readonly StandingItem<StatedHere>[];
  readonly entries: readonly CaseEntry[];
  /** The clocks that run for the person, with the whole minutes that are left; none while a clock waits for its start. */
  readonly clocks: readonly (ClockState & { readonly remainingMinutes?: number })[];
  readonly tasks: readonly TaskRow[];
  /** What the codes of all this are called. */
  readonly names: CaseNames;
}

/** What is not known in a case. */
interface CaseGaps {
  readonly gaps: readonly Gap[];
  /** Codes of the agencies that this one may ask for items. */
  readonly mayBeAsked: readonly string[];
  readonly names: CaseNames;
}

/** What of a case is called something. */
interface Named extends Pick<CaseView, 'entries' | 'clocks' | 'tasks'> {
  readonly standing: readonly StandingItem<SaidHere>[];
  readonly answering: Answering | undefined;
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
    // Whether somebody may be a child, and who answers for them, is decided by all that the agency knows, also for a unit
    // that does not see all of it.
    const whole = sight ? await this.cases.story(caseId) : story;
    const all = sight ? standing(saidIn(whole)) : stands;
    const statements = all.flatMap((item) => item.statements.map(({ statement }) => statement));
    const { clocks, everyTask } = await this.clocks(caseId);
    const answering = answeringFor(everyTask, whole.events, file);
    return {
      caseId,
      ...(file && (!sight || sight.includes(unitText(file.openedBy))) && { file }),
      ...(file?.alias && { alias: file.alias }),
      identity: identityIn(story, file?.alias),
      ...(answering && { answering }),
      agePrecaution: ageBandPrecaution(statements, new Date().toISOString()),
      standing: stands.map((item) => this.inWords(item)),
      entries,
      clocks,
      tasks,
      names: this.names({ standing: stands, entries, clocks, tasks, answering }),
    };
  }

  /** What is not known of the person: why, who could know, and who was asked. */
  @Get(':id/gaps')
  async gaps(@Param('id', IdPipe) caseId: string, @FromSight() sight: Sight): Promise<CaseGaps> {
    const { tasks, story } = await this.known(caseId, sight);
    const statements = saidIn(story);
    const wanted = wantedIn(tasks, statements, this.agency.directory());
    const gaps = gapsOf({ wanted, statements, requests: requestsIn(tasks, story) });
    const codes = {
      items: gaps.map(({ code }) => code),
      parties: gaps.flatMap(({ finding }) => finding.map(({ finder }) => finder)),
    };
    const directory = this.agency.directory();
    return {
      gaps,
      mayBeAsked: [...informantsOf(this.agency.profile.code, directory)],
      names: caseNames(codes, directory),
    };
  }

  private inWords(item: StandingItem<SaidHere>): StandingItem<StatedHere> {
    const reader = { directory: this.agency.directory(), agency: this.agency.profile.code };
    const statements = item.statements.map((said) => {
      const inWords = shownConcept(said.statement.value, reader);
      return { ...said, ...(inWords && { inWords }) };
    });
    return { ...item, statements };
  }

  private names({ standing: stands, entries, clocks, tasks, answering }: Named): CaseNames {
    const said = stands.flatMap(({ statements }) => statements);
    const codes = {
      items: stands.map(({ code }) => code),
      tasks: tasks.map(({ task }) => task),
      clocks,
      parties: [
        ...said.map(({ from, unit }) => ({ agency: from, unit })),
        ...said.flatMap(({ statement: { finder } }) => (finder ? [finder] : [])),
        ...entries.map(({ by }) => by),
        ...(answering ? [answering.party] : []),
      ],
    };
    return caseNames(codes, this.agency.directory());
  }

  private async clocks(
    caseId: string,
  ): Promise<{ readonly clocks: CaseView['clocks']; readonly everyTask: readonly TaskRow[] }> {
    const { clocks, tasks } = await clocksOfCase(this.agency.store, caseId);
    const exercise = tasks.find(({ task }) => task?.exercise)?.task?.exercise;
    const now = (await this.agency.now(exercise)) ?? new Date().toISOString();
    const running = clocks.map((clock) => {
      const left = remainingMinutes(clock, now);
      return { ...clock, ...(left !== undefined && { remainingMinutes: left }) };
    });
    return { clocks: running, everyTask: tasks };
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
