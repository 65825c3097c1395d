import { ERASURE_ANSWERS, KEEPING_GROUNDS } from '#contracts';
import { OneOf, Part, Word } from './field-checks.js';
import { ActorBody } from './items.dto.js';

/** What this agency did with its own copies of what was erased in the audit log. */
export class ErasureAnswerBody {
  /** The unit that says so. */
  @Word('unit')
  unit!: string;

  @Part(() => ActorBody)
  actor!: ActorBody;

  @OneOf(ERASURE_ANSWERS)
  answer!: (typeof ERASURE_ANSWERS)[number];

  /** Why it keeps them: with `kept`, and with nothing else. */
  @OneOf(KEEPING_GROUNDS, { optional: true })
  ground?: (typeof KEEPING_GROUNDS)[number];
}
