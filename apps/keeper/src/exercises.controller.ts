import { Body, Controller, Headers, Inject, Param, Put } from '@nestjs/common';
import { ExerciseClockData, permanentFaults } from '#contracts';
import { instantOf } from '#domain';
import { admit, type Caller } from './callers.js';
import type { ClockRefused, ClockSet } from './exercise-clocks.js';
import { CALLERS } from './keeper.controller.js';
import type { ClockData } from './keeper-events.js';
import { KeeperService } from './keeper.service.js';
import { ProblemException, type ProblemPlace } from './problem.filter.js';

const REFUSALS: Readonly<Record<ClockRefused['refused'], readonly [status: number, title: string]>> = {
  CLOCK_GOES_BACK: [409, 'The clock of an exercise never goes back'],
  NOT_READY: [503, 'The ledger is not open yet: nothing was done'],
  NOT_RECORDED: [503, 'The clock is kept and will be recorded: ask again'],
};

/** The clocks of exercises, for whoever runs one. */
@Controller('exercises')
export class ExercisesController {
  constructor(
    @Inject(KeeperService) private readonly keeper: KeeperService,
    @Inject(CALLERS) private readonly callers: readonly Caller[],
  ) {}

  /**
   * Puts the clock of an exercise to a time, and answers where the ledger has it. The time that it shows already is answered
   * the same again; an earlier one is refused (409).
   */
  @Put(':id/clock')
  async setClock(
    @Headers('authorization') authorization: string | undefined,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<ClockSet> {
    admit(authorization, this.callers);
    const outcome = await this.keeper.setClock(readClock(id, body));
    if (!('refused' in outcome)) return outcome;
    const [status, title] = REFUSALS[outcome.refused];
    const { refused: code, ...because } = outcome;
    throw new ProblemException(status, title, [], { code, ...because });
  }
}

/** What is expected, by the place in the event; the id stands in the path, so no place of the body can be named for it. */
const EXPECTED: Readonly<Record<string, ProblemPlace>> = {
  '/exercise': { pointer: '', detail: 'the id in the path must be a UUID of version 4 or 7, in lower case' },
  '/at': {
    pointer: '/at',
    detail: 'must be an ISO 8601 date and time with an offset, such as 2031-01-17T21:42:00Z',
  },
};

function readClock(exercise: string, body: unknown): ClockData {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const instant = typeof given['at'] === 'string' ? instantOf(given['at']) : undefined;
  const clock = { exercise, at: instant === undefined ? '' : new Date(instant).toISOString() };
  const faults = permanentFaults(ExerciseClockData, clock).flatMap((place) => EXPECTED[place] ?? []);
  const unknown = Object.keys(given).filter((name) => name !== 'at');
  const errors = [
    ...faults,
    ...unknown.map((name) => ({ pointer: `/${name}`, detail: 'is not known here' })),
  ];
  if (errors.length > 0) throw new ProblemException(400, 'The request is not as expected', errors);
  return clock;
}
