/** The one JetStream stream on which the agencies meet. */
export const LEDGER_STREAM = 'LEDGER';

/** Subjects that the ledger stream stores; everything a member can write is one of these. */
export const LEDGER_SUBJECTS = [
  'concordat.*.task.*.*.*',
  'concordat.*.need.*.*',
  'concordat.roster.*',
  'concordat.directory',
  'concordat.status',
  'concordat.exercise',
  'concordat.checkpoint',
  'concordat.witness.*',
  'concordat.deadletter.*',
  'concordat.refusal.*',
  'concordat.audit',
  'concordat.erasure.*',
] as const;

/** Written by the keeper alone: the signed directory bundle. */
export const DIRECTORY_SUBJECT = 'concordat.directory';
/** Written by the keeper alone: the signed broker status, recorded whenever it changes. */
export const STATUS_SUBJECT = 'concordat.status';
/** Written by the keeper alone: the signed clocks of exercises. */
export const EXERCISE_SUBJECT = 'concordat.exercise';
/** Written by the audit service alone: signed checkpoints of the log. */
export const CHECKPOINT_SUBJECT = 'concordat.checkpoint';
/** Written by the audit service alone: its own numbered acts, such as reads, holds and erasures. */
export const AUDIT_SUBJECT = 'concordat.audit';

/** Request/reply: the keeper answers with its newest signed status; never stored. */
export const ASK_STATUS_SUBJECT = 'concordat.keeper.status';
/** Request/reply: the keeper gives the audit service the checkpoint that was published last; never stored. */
export const ASK_CHECKPOINT_SUBJECT = 'concordat.keeper.checkpoint';
/** Request/reply: the keeper lets a log that was opened anew read the whole ledger; never stored. */
export const ASK_REREAD_SUBJECT = 'concordat.keeper.reread';
/** Request/reply: the keeper deletes the ledger's copies of what the audit service has erased; never stored. */
export const ASK_ERASE_SUBJECT = 'concordat.keeper.erase';
/** Request/reply: the audit service answers with leaf hashes of a range; never stored. */
export const ASK_LEAVES_SUBJECT = 'concordat.log.leaves';

/** Service-import prefix of the JetStream API in a member's account (client option `apiPrefix`). */
export const API_PREFIX = 'HUB.API';

/** Where the log's witness `agency` cosigns and says what it holds. */
export const witnessSubject = (agency: string): string => `concordat.witness.${token(agency)}`;
/** Where `agency` reports what it could not take in. */
export const deadLetterSubject = (agency: string): string => `concordat.deadletter.${token(agency)}`;
/** Where `agency` reports what it did not let travel, to the audit service alone. */
export const refusalSubject = (agency: string): string => `concordat.refusal.${token(agency)}`;
/** Where `agency` says what it did with its own copies after an erasure. */
export const erasureSubject = (agency: string): string => `concordat.erasure.${token(agency)}`;
/** Where `agency` publishes who is on shift. */
export const rosterSubject = (agency: string): string => `concordat.roster.${token(agency)}`;

/** Everything said on one task. Throws RangeError when a part is not one plain subject token. */
export const taskSubject = (mode: string, asker: string, performer: string, taskId: string): string =>
  `concordat.${token(mode)}.task.${token(asker)}.${token(performer)}.${token(taskId)}`;

/** The lock of a need that is offered to several. Throws RangeError like `taskSubject`. */
export const needSubject = (mode: string, asker: string, needId: string): string =>
  `concordat.${token(mode)}.need.${token(asker)}.${token(needId)}`;

/** Task subjects on which `agency` is asker or performer; no two of them overlap, as NATS demands of one consumer. */
export function taskSubjectsOf(agency: string, agencies: readonly string[]): string[] {
  const asPerformer = agencies.filter((other) => other !== agency);
  return [
    `concordat.*.task.${token(agency)}.*.*`,
    ...asPerformer.map((other) => `concordat.*.task.${token(other)}.${token(agency)}.*`),
  ];
}

/** An offered performer claims the need of another agency: what is written there counts by its signature, not by its place. */
const ANY_NEED = 'concordat.*.need.*.*';

/** Every ledger subject that `agency` may publish on. */
export function publishSubjectsOf(agency: string, agencies: readonly string[]): string[] {
  return [
    ...taskSubjectsOf(agency, agencies),
    ANY_NEED,
    rosterSubject(agency),
    witnessSubject(agency),
    deadLetterSubject(agency),
    refusalSubject(agency),
    erasureSubject(agency),
  ];
}

/** Subjects that the durable consumer of `agency` delivers. */
export function filterSubjectsOf(agency: string, agencies: readonly string[]): string[] {
  return [
    ...taskSubjectsOf(agency, agencies),
    `concordat.*.need.${token(agency)}.*`,
    'concordat.roster.*',
    DIRECTORY_SUBJECT,
    STATUS_SUBJECT,
    EXERCISE_SUBJECT,
    CHECKPOINT_SUBJECT,
    'concordat.witness.*',
    deadLetterSubject(agency),
    refusalSubject(agency),
    AUDIT_SUBJECT,
    erasureSubject(agency),
  ];
}

/** The parts of a task subject; undefined for any other subject. */
export function parseTaskSubject(
  subject: string,
):
  | { readonly mode: string; readonly asker: string; readonly performer: string; readonly taskId: string }
  | undefined {
  const [root, mode, kind, asker, performer, taskId, ...rest] = subject.split('.');
  if (root !== 'concordat' || kind !== 'task' || rest.length > 0) return undefined;
  if (!mode || !asker || !performer || !taskId) return undefined;
  return { mode, asker, performer, taskId };
}

/** The parts of a need's subject; undefined for any other subject. */
export function parseNeedSubject(
  subject: string,
): { readonly mode: string; readonly asker: string; readonly needId: string } | undefined {
  const [root, mode, kind, asker, needId, ...rest] = subject.split('.');
  if (root !== 'concordat' || kind !== 'need' || rest.length > 0) return undefined;
  if (!mode || !asker || !needId) return undefined;
  return { mode, asker, needId };
}

/** What the audit service writes: it knows that already. */
const AUDIT_PUBLISH_SUBJECTS: readonly string[] = [CHECKPOINT_SUBJECT, AUDIT_SUBJECT];
/** Subjects that the durable consumer of the audit service delivers: the whole ledger but its own words. */
export const AUDIT_FILTER_SUBJECTS = LEDGER_SUBJECTS.filter(
  (subject) => !AUDIT_PUBLISH_SUBJECTS.includes(subject),
);

/** Sequences of an epoch start at `epoch * EPOCH_STRIDE`, so every sequence number says its epoch. */
export const EPOCH_STRIDE = 2 ** 40;
/** The epoch in which a ledger sequence was given. */
export const epochOf = (sequence: number): number => Math.floor(sequence / EPOCH_STRIDE);

function token(part: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(part))
    throw new RangeError(`not one plain subject token: ${JSON.stringify(part)}`);
  return part;
}
