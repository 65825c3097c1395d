import type { ItemStatement, Party, Responsibility, TaskEventType } from '#domain';
import type { LiveTask } from './cast.js';
import type { Problem } from './desk.js';
import type { Said } from './said.js';
import type { Parcel } from './told.js';

/** The words that go with an event. */
export interface Words {
  readonly note?: string | undefined;
  readonly fact?: string | undefined;
  readonly reason?: string | undefined;
  readonly outcome?: string | undefined;
}

/** Which items are asked for, what for, and on which lawful basis. */
export interface Question {
  readonly wanted: readonly string[];
  readonly purpose: string;
  readonly basis: string;
}

/** What a request says of itself beside what is asked. */
export interface Terms {
  /** When it has to be answered, where the kind's own minutes are not meant; ISO 8601. */
  readonly decideBy?: string;
  readonly responsibility?: Responsibility;
}

/** One event that someone wants to send: on a task that stands, or one that opens a task. */
export interface Dispatch {
  readonly by: Party;
  readonly event: TaskEventType;
  readonly on: LiveTask | Omit<LiveTask, 'id'>;
  /** A request carries what the case file holds, and none here. */
  readonly items?: readonly ItemStatement[] | undefined;
  readonly asks?: Question | undefined;
  readonly terms?: Terms | undefined;
  readonly says?: Said | undefined;
  readonly words: Words;
}

/** What became of it. `problem` means that nothing was sent; `nothing` that no item was left to send. */
export type Sent =
  | { readonly parcel: Parcel; readonly failures: readonly string[]; readonly remarks: readonly string[] }
  | { readonly problem: Problem }
  | { readonly nothing: readonly string[] };
