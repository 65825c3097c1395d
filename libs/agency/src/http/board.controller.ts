import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { TaskRow } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { boardRows, type BoardRows, type BoardSource } from './board-view.js';
import { FromCaller, type Caller } from './caller.js';
import { CheckedPipe, IdPipe } from './checked.pipe.js';
import { TelephonedBody } from './commands.dto.js';
import { ItemGaps, type GapTask } from './item-gaps.js';
import { Problem } from './problem.js';
import { Wishes } from './wishes.js';

/** Most tasks on one board. */
const MOST = 1_000;

/** All that a board shows. */
interface Board extends BoardRows {
  readonly agency: string;
  /** The time of the ledger, ISO 8601 in UTC. */
  readonly now: string;
  readonly brokerUp: boolean;
  /** Set when the log contradicts itself: this agency cosigns it no more. */
  readonly alarm: string | null;
  /** Messages that could not be taken in; nobody who is bound to units is told. */
  readonly deadLetters: number;
}

/** What the people on duty look at: open tasks, and what else needs a person, the most pressing first. */
@Controller()
export class BoardController {
  private readonly gaps: ItemGaps;
  private readonly wishes: Wishes;

  constructor(@Inject(AGENCY) private readonly agency: Agency) {
    this.gaps = new ItemGaps(agency.store.records);
    this.wishes = new Wishes(agency);
  }

  /** The board of the agency, or of the units to which the caller is bound. */
  @Get('board')
  async board(@FromCaller() { sight, units }: Caller): Promise<Board> {
    const { store, profile } = this.agency;
    const [unsent, open, log, deadLetters] = await Promise.all([
      store.board.unsent(sight),
      store.notices.find({ open: true, sight, limit: MOST }),
      store.witness.log(),
      sight ? 0 : store.board.deadLetters(),
    ]);
    const notices = open.filter(({ to }) => to === profile.code);
    const named = [...unsent, ...notices].map(({ taskId }) => taskId);
    const tasks = await store.records.tasksOnBoard(named, sight, MOST);
    const now = (await this.agency.now()) ?? new Date().toISOString();
    const source = { tasks, unsent, notices, ...(await this.around(tasks, now)), units };
    const reader = { directory: this.agency.directory(), agency: profile.code };
    return {
      agency: profile.code,
      now,
      brokerUp: this.agency.brokerUp(),
      alarm: log?.alarm ?? null,
      deadLetters,
      ...boardRows(source, reader),
    };
  }

  /**
   * Says that a person has telephoned about a word of this agency that will never be sent; from then on no board calls for it. The
   * first who says so is kept. 404 for any other word.
   */
  @Post('messages/:eventId/telephoned')
  @HttpCode(200)
  async telephoned(
    @Param('eventId', IdPipe) eventId: string,
    @Body(CheckedPipe) body: TelephonedBody,
    @FromCaller() caller: Caller,
  ): Promise<{ readonly eventId: string; readonly telephoned: 'noted' | 'known' }> {
    const { ref, role, type } = this.wishes.actor(body.actor, caller);
    const telephoned = await this.agency.store.board.telephoned(eventId, {
      ref,
      role,
      type,
      unit: body.unit,
    });
    if (telephoned === 'unknown') throw new Problem('MESSAGE_UNKNOWN');
    return { eventId, telephoned };
  }

  private async around(
    tasks: readonly TaskRow[],
    now: string,
  ): Promise<Pick<BoardSource, 'gaps' | 'timeOf'>> {
    const folded = tasks.flatMap(({ taskId, task, sequence }): GapTask[] =>
      task ? [{ taskId, task, sequence }] : [],
    );
    const exercises = [...new Set(folded.flatMap(({ task }) => task.exercise ?? []))];
    const times = new Map(
      await Promise.all(exercises.map(async (id) => [id, await this.agency.now(id)] as const)),
    );
    const gaps = await this.gaps.of(folded, this.agency.directory());
    return { gaps, timeOf: (exercise) => (exercise === undefined ? now : (times.get(exercise) ?? now)) };
  }
}
