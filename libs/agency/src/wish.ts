import type {
  Cover,
  ItemStatement,
  LawWarning,
  Override,
  RefusedItemReason,
  SaidOfItem,
  TaskCommand,
} from '#domain';
import type { Words } from '#contracts';
import type { FiledWith } from '#storage';

/** Who acts: an opaque reference that only the agency can resolve, a role of the directory, person or system. */
export interface Actor {
  /** 16 bytes, base64url (22 characters). */
  readonly ref: string;
  readonly role: string;
  readonly type: 'person' | 'system';
  /** The agency that employs the person, where it is another one. */
  readonly employer?: string;
}

/** What someone at this agency wants to happen on a task, with all that travels with it. */
export interface Wish {
  readonly command: TaskCommand;
  /** What is told with it: each item a value, or a coded reason why there is none. */
  readonly items: readonly ItemStatement[];
  /**
   * Of the items at which rules of law look: what was told on the task before, or of a request what the own file says and
   * the agreements let nobody tell. It is told to nobody here.
   */
  readonly known?: readonly SaidOfItem[];
  /** Free words to the other party; travel sealed. */
  readonly note?: string;
  /** The useful fact of a decline, or the terms of a counter-offer; travels sealed. */
  readonly fact?: string;
  /** What is promised with it; travels sealed. */
  readonly promise?: string;
  /** The sender's own words for codes of the event; travel sealed. */
  readonly words?: Words;
  /** Whether items that no agreement lets travel refuse the whole, as they do by default, or are left out. */
  readonly ifNotAllowed?: 'refuse' | 'leave-out';
  /** A person's word that the items go now, in an emergency. */
  readonly override?: Override;
  /** In a correction, by item code: the event that told the item before, and the promise under which it did. */
  readonly corrects?: Readonly<
    Record<string, { readonly event: string; readonly cover: Omit<Cover, 'agreement'> }>
  >;
  /** Ids of kept items that these are: they are no longer kept when the event is stored. */
  readonly sends?: readonly number[];
  readonly actor: Actor;
  /** What the agency's own case file gains when the event is stored: both or neither. */
  readonly file?: FiledWith;
  /** The caller's Idempotency-Key, with a hash of the body that came with it. */
  readonly key?: { readonly key: string; readonly bodyHash: string };
}

/** Why a wish was not even queued: nothing was stored. `because` holds codes, never content. */
export interface Refused {
  readonly refused: string;
  readonly because?: Readonly<Record<string, unknown>>;
}

/** What became of the items of a wish, by their codes. */
export interface ItemsTold {
  /** Went with the event. */
  readonly sent: readonly string[];
  /** Go by themselves when the task has come to the stage. */
  readonly kept: readonly { readonly code: string; readonly until: 'accepted' | 'attending' }[];
  readonly leftOut: readonly { readonly code: string; readonly why: RefusedItemReason }[];
}

/** A rule of law that warns of a step, as whoever takes the step is told of it. */
export type Warned = Pick<LawWarning, 'code' | 'says' | 'source'>;

/** What a caller is told beside the state of a wish; nothing of it when it was answered before or decided again. */
export interface ToldBeside {
  /** Absent where the wish told nothing. */
  readonly items?: ItemsTold;
  /** What the rules of law say of the step, which they do not hold up; absent where none warns. */
  readonly warnings?: readonly Warned[];
}

/** Whether the task had expired before the verdict: it is recorded then, and has no effect. */
export interface MayBeLate {
  readonly late?: true;
}

/** What became of a wish so far. */
export type Answer =
  | ({
      /** On the ledger, durably: it survives the death of every process. */
      readonly state: 'recorded';
      readonly eventId: string;
      readonly taskId: string;
      readonly sequence: number;
    } & ToldBeside &
      MayBeLate)
  | ({
      /** Stored here and not yet on the ledger; ask again by its event id. */
      readonly state: 'queued';
      readonly eventId: string;
      readonly taskId: string;
    } & ToldBeside &
      MayBeLate)
  | {
      /** Will never be sent: telephone. */
      readonly state: 'expired-unsent' | 'refused';
      readonly eventId: string;
      readonly taskId: string;
      readonly refusal?: unknown;
    }
  | Refused;
