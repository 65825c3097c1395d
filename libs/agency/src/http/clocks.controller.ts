import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import {
  awaitClock,
  endClock,
  extendClock,
  startClock,
  warningsOf,
  type ClockRefusal,
  type ClockState,
  type Party,
} from '#domain';
import { AGENCY, type Agency } from '../agency.js';
import { clocksOfCase } from '../case-clocks.js';
import type { Warned } from '../wish.js';
import { CaseFiles, type InCase } from './case-files.js';
import { CheckedPipe, IdPipe } from './checked.pipe.js';
import { EndClockBody, ExtendClockBody, StartClockBody } from './clocks.dto.js';
import { unknownCode } from './item-faults.js';
import { Problem, refusalProblem } from './problem.js';

/** What a step on a clock says beside what it does. */
interface Said {
  readonly code: string;
  readonly pointer: string;
  readonly unit: string;
  readonly actor: { readonly role: string };
  readonly reason?: string;
  readonly note?: string;
}

/** How a clock stands after a step. */
interface ToldClock {
  readonly caseId: string;
  readonly clock: ClockState;
}

/**
 * The clocks of a person. What is said here stands in the own file, and goes by itself to everybody who has an open task of
 * the case with this agency, as agreements allow.
 */
@Controller('cases/:id/clocks')
export class ClocksController {
  private readonly cases: CaseFiles;

  constructor(@Inject(AGENCY) private readonly agency: Agency) {
    this.cases = new CaseFiles(agency);
  }

  /** Starts it, or says that it waits. A clock starts once: 409 CLOCK_RUNNING with the start that counts. */
  @Post()
  @HttpCode(200)
  start(@Param('id', IdPipe) caseId: string, @Body(CheckedPipe) body: StartClockBody): Promise<ToldClock> {
    const by = { agency: this.agency.profile.code, unit: body.unit };
    return this.step(caseId, { ...body, code: body.clock, pointer: '/clock' }, (clock, rule, now) =>
      body.waits
        ? awaitClock(clock, rule, { at: now })
        : startClock(clock, rule, { at: body.startedAt ?? now, by }),
    );
  }

  /** Makes its time longer. For a reason that the law rules out it is refused, and that somebody tried stands in the file. */
  @Post(':clock/extend')
  @HttpCode(200)
  extend(
    @Param('id', IdPipe) caseId: string,
    @Param('clock') code: string,
    @Body(CheckedPipe) body: ExtendClockBody,
  ): Promise<ToldClock> {
    const { reason, minutes } = body;
    return this.step(caseId, { ...body, code, pointer: '' }, (clock, rule, at) =>
      extendClock(clock, rule, { at, reason, ...(minutes !== undefined && { minutes }) }),
    );
  }

  /** Ends it. */
  @Post(':clock/end')
  @HttpCode(200)
  end(
    @Param('id', IdPipe) caseId: string,
    @Param('clock') code: string,
    @Body(CheckedPipe) { reason, ...body }: EndClockBody,
  ): Promise<ToldClock> {
    const { outcome } = this.agency.directory().vocabulary;
    if (!outcome.has(reason))
      throw new Problem('BAD_CONTENT', { faults: [unknownCode('/reason', reason, 'outcome', [...outcome])] });
    return this.step(caseId, { ...body, code, pointer: '' }, (clock, _rule, at) =>
      endClock(clock, { at, reason }),
    );
  }

  private async step(
    caseId: string,
    said: Said,
    take: (
      clock: ClockState | undefined,
      rule: ReturnType<ClocksController['rule']>,
      now: string,
    ) => ClockState | ClockRefusal,
  ): Promise<ToldClock> {
    const rule = this.rule(said.code, said.pointer);
    const mode = await this.cases.modeOf(caseId);
    const { store, now } = this.agency;
    const { clocks, tasks } = await clocksOfCase(store, caseId);
    const exercise = tasks.find(({ task }) => task?.exercise)?.task?.exercise;
    const before = clocks.find(({ code }) => code === rule.code);
    const time = (await now(exercise)) ?? new Date().toISOString();
    const after = take(before, rule, time);
    const by = { agency: this.agency.profile.code, unit: said.unit };
    if ('refused' in after) {
      const warnings = this.warnedOf(said, by, time);
      const tried = [said.note, `${rule.code}: ${after.refused}`, said.reason].filter(
        (part) => part !== undefined,
      );
      await this.note({ caseId, mode }, by, tried.join('; '));
      throw refusalProblem({
        ...after,
        because: { ...after.because, ...(warnings.length > 0 && { warnings }) },
      });
    }
    if (said.note !== undefined) await this.note({ caseId, mode }, by, said.note);
    await store.clocks.add({ caseId, mode, by }, after);
    return { caseId, clock: after };
  }

  /** Throws Problem BAD_CONTENT, or NOT_FOUND where the clock stands in the address. */
  private rule(code: string, pointer: string) {
    const { clocks } = this.agency.directory().rules;
    const rule = clocks.find((one) => one.code === code);
    if (rule) return rule;
    if (pointer === '') throw new Problem('NOT_FOUND');
    const known = clocks.map((one) => one.code);
    throw new Problem('BAD_CONTENT', { faults: [unknownCode(pointer, code, 'clock', known)] });
  }

  /** What the rules of law say of an attempt that came to nothing. */
  private warnedOf({ actor, reason }: Said, by: Party, at: string): readonly Warned[] {
    const situation = { kind: '', step: 'clock-extended', asker: by, performer: by, items: [] };
    const tried = {
      ...situation,
      actorRole: actor.role,
      ...(reason !== undefined && { extensionReason: reason }),
    };
    const warnings = warningsOf(this.agency.directory().lawRules, tried, at);
    return warnings.map(({ code, says, source }) => ({ code, says, source }));
  }

  private note(in_: InCase, by: Party, note: string): Promise<void> {
    return this.cases.add(in_, by, { note });
  }
}
