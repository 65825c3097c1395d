import type { Words } from '#contracts';
import { Content, Id, Word } from './field-checks.js';

/** Keeps a draft in the place of what stood there. */
export class DraftBody {
  /** The unit that would ask: its code, or this agency's own word for it. */
  @Word('unit')
  unit!: string;

  /** The case that it is about, where this agency has one: the draft is forgotten with it. */
  @Id({ optional: true })
  caseId?: string;

  /** Whatever its writer puts there; it is judged when it is sent as a request. */
  @Content()
  content!: Readonly<Record<string, unknown>>;

  /** Filled in by the pipe, never by a caller. */
  words?: Words;
}
