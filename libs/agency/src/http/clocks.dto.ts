import { Code, Flag, Instant, Part, Text, Whole, Word } from './field-checks.js';
import { ActorBody, NOTE } from './items.dto.js';

/** Most minutes by which a clock is made longer: a week. */
const MAX_MINUTES = 10_080;

class ClockStepBody {
  @Word('unit')
  unit!: string;

  @Part(() => ActorBody)
  actor!: ActorBody;

  /** Free words for the own case file; they do not travel. */
  @Text(NOTE, { optional: true })
  note?: string;
}

/** Starts a clock of the person, or says that it will start later, such as on arrival. */
export class StartClockBody extends ClockStepBody {
  @Code()
  clock!: string;

  /** True where it only waits for its start. */
  @Flag({ optional: true })
  waits?: boolean;

  /** When it started; now when absent. */
  @Instant({ optional: true })
  startedAt?: string;
}

/** Makes the time of a clock longer, for a reason that the law allows. */
export class ExtendClockBody extends ClockStepBody {
  @Code()
  reason!: string;

  /** By how much; by all that the law allows when absent. */
  @Whole(1, MAX_MINUTES, { optional: true })
  minutes?: number;
}

/** Ends a clock, where no outcome of a task did. */
export class EndClockBody extends ClockStepBody {
  @Code()
  reason!: string;
}
