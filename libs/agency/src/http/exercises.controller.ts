import { Controller, Get, Inject, Param } from '@nestjs/common';
import type { ClockReading } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { IdPipe } from './checked.pipe.js';
import { Problem } from './problem.js';

/** The clock of an exercise as this agency has taken it in. */
interface ExerciseView extends ClockReading {
  readonly exercise: string;
}

/** The exercises that this agency has heard of. */
@Controller('exercises')
export class ExercisesController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** What time it is in an exercise, and where the ledger says so. */
  @Get(':id')
  async one(@Param('id', IdPipe) exercise: string): Promise<ExerciseView> {
    const clock = await this.agency.store.exercises.clock(exercise);
    if (!clock) throw new Problem('EXERCISE_UNKNOWN', { because: { exercise } });
    return { exercise, ...clock };
  }
}
