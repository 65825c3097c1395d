import {
  NOTICE_KINDS,
  TASK_STATUSES,
  TERM_SETS,
  type NoticeKind,
  type TaskStatus,
  type TermSet,
} from '#domain';
import { INDEX_KINDS, type IndexKind } from '#contracts';
import { Code, Digits, Id, OneOf, Place, Secret, Text, WebAddress, Word } from './field-checks.js';

/** An identifier for which the token is wanted under which an auditor finds it. */
export class IndexTokenBody {
  @OneOf(INDEX_KINDS)
  kind!: IndexKind;

  @Text(500)
  value!: string;
}

/** Registers a system that wants to be called. */
export class WebhookBody {
  @WebAddress()
  url!: string;

  /** Key of the signatures: `whsec_` and base64 as Standard Webhooks write it, or any text of 32 characters and more. */
  @Secret()
  secret!: string;
}

/** Which tasks to list. */
export class TasksQuery {
  @OneOf(TASK_STATUSES, { optional: true })
  status?: TaskStatus;

  @Id({ optional: true })
  case?: string;

  @OneOf(['true', 'false'], { optional: true })
  open?: 'true' | 'false';

  /** A unit of this agency, by its code or its own name: tasks that it asked for, performs, or was called in on. */
  @Word('unit', { optional: true })
  unit?: string;

  @Digits(3, { optional: true })
  limit?: string;
}

/** Which unit wants to take a step. */
export class StepsQuery {
  @Word('unit')
  unit!: string;
}

/** How long to wait, in seconds. */
export class WaitQuery {
  @Digits(2, { optional: true })
  wait?: string;
}

/** From where on to read the feed. */
export class FeedQuery {
  @Place({ optional: true })
  after?: string;
}

/** How many rows to list. */
export class LimitQuery {
  @Digits(3, { optional: true })
  limit?: string;
}

/** Which notices to list. */
export class NoticesQuery {
  @OneOf(NOTICE_KINDS, { optional: true })
  kind?: NoticeKind;

  @OneOf(['true', 'false'], { optional: true })
  open?: 'true' | 'false';

  @Digits(3, { optional: true })
  limit?: string;
}

/** A word of this agency, or a shared code, that is to be explained. */
export class TermsQuery {
  /** Every set when absent. */
  @OneOf(TERM_SETS, { optional: true })
  set?: TermSet;

  @Text(200, { optional: true })
  word?: string;

  /** The agency that would read the word. */
  @Code({ optional: true })
  to?: string;

  @Code({ optional: true })
  code?: string;
}
