/** A checkpoint as far as it says which log it is of. */
export interface CheckpointWord {
  readonly origin: string;
  readonly size: number;
  /** base64url. */
  readonly root: string;
}

/** A published checkpoint, and the directory that was in force for its announcement. */
export interface PublishedCheckpoint extends CheckpointWord {
  readonly directoryVersion: number;
}

/** What this service holds: its origin, how many leaves, and the root that it signed at the published size. */
export interface OwnLog {
  readonly origin: string;
  readonly size: number;
  /** Undefined where it signed none at that size. */
  readonly rootThere: string | undefined;
  /** The closed log that the own first leaf names. */
  readonly follows: CheckpointWord | undefined;
}

/** How the stored log stands to the checkpoint that was published last. */
export type Standing =
  | { readonly is: 'sound' }
  /** An empty log under a new name: the published checkpoint is the last one of the closed log before it. */
  | { readonly is: 'new-log'; readonly previous: PublishedCheckpoint }
  | { readonly is: 'refused'; readonly why: StandingRefusal; readonly published: CheckpointWord };

/** Why a stored log must not be continued. */
export type StandingRefusal = 'OLDER_COPY' | 'OTHER_TREE' | 'CLOSED_LOG';

/**
 * Judges a stored log by the checkpoint that was published last, if any is known. A log that has less than was published is a
 * restored backup: continued, it would give the missing indexes to other leaves.
 */
export function standingOf(own: OwnLog, published: PublishedCheckpoint | undefined): Standing {
  if (!published) return { is: 'sound' };
  if (published.origin === own.origin) {
    if (published.size > own.size) return { is: 'refused', why: 'OLDER_COPY', published };
    if (published.root !== own.rootThere) return { is: 'refused', why: 'OTHER_TREE', published };
    return { is: 'sound' };
  }
  if (own.size === 0) return { is: 'new-log', previous: published };
  const { follows } = own;
  const isNext =
    follows?.origin === published.origin &&
    follows.size === published.size &&
    follows.root === published.root;
  return isNext ? { is: 'sound' } : { is: 'refused', why: 'CLOSED_LOG', published };
}

/** Why the service does not start, and what to do, for the person who starts it. */
export function standingSentence(why: StandingRefusal, own: OwnLog, published: CheckpointWord): string {
  const was = `a checkpoint of ${published.origin} over ${published.size} leaves was published`;
  switch (why) {
    case 'OLDER_COPY':
      return `Not started: this log has ${own.size} leaves, but ${was}: it is an older copy. Put the newer database back. Where that is lost, close this log: keep this database as it is, and start with an empty one and LOG_ORIGIN=${nextOrigin(own.origin)}; the new log names the last checkpoint of this one and reads the whole ledger again.`;
    case 'OTHER_TREE':
      return `Not started: ${was} whose root is not the one that this log has there: it is another log. Put the right database back, or start with an empty one and LOG_ORIGIN=${nextOrigin(own.origin)}.`;
    case 'CLOSED_LOG':
      return `Not started: this is ${own.origin}, but ${was}: this log does not follow that one. Start with the database of ${published.origin}.`;
    default:
      return why satisfies never;
  }
}

/** `concordat/log/2` behind `concordat/log/1`. */
function nextOrigin(origin: string): string {
  const [, name = origin, number = '1'] = /^(.*)\/(\d+)$/.exec(origin) ?? [];
  return `${name}/${Number(number) + 1}`;
}
