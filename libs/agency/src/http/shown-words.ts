import {
  bothWords,
  clockOf,
  r4Equivalence,
  toWords,
  type BothWords,
  type Party,
  type R4Equivalence,
  type Relationship,
  type TermSet,
} from '#domain';
import { senderOf, unitOf, type SealedContent, type TaskLedgerEvent, type Words } from '#contracts';
import type { Directory } from '#directory';

/** Who looks, and by which directory. */
export interface Reader {
  readonly directory: Directory;
  /** The agency that is shown it. */
  readonly agency: string;
}

/** A code in the words of both sides, with the relation of each as R5 and as R4 call it. */
export interface ShownCode extends BothWords {
  readonly equivalence: { readonly sender: R4Equivalence; readonly receiver: R4Equivalence };
}

/** A unit as the agency that has it calls it. */
export interface ShownUnit extends Party {
  readonly name: string;
}

/** How urgent it is: the sender's own grade with its own promise, and the band that only sorts. */
export interface ShownUrgency {
  readonly band: { readonly code: string; readonly label: string };
  /** Absent where the sender gave the band itself. */
  readonly grade?: {
    readonly code: string;
    /** What the sender writes. */
    readonly word: string;
    readonly scale: string;
    /** The scale's own minutes to `clockTo`; null where it promises none. */
    readonly minutes: number | null;
    readonly clockTo: string;
    /** From the grade to the band: R5 and R4. */
    readonly relationship: Relationship;
    readonly equivalence: R4Equivalence;
    /** What the band no longer says. */
    readonly loss?: string;
    /** How a reader from another agency gets the scale wrong. */
    readonly trap?: string;
  };
}

/** What the codes of one event are called. */
export interface ShownWords {
  readonly unit: ShownUnit;
  readonly to?: ShownUnit;
  readonly kind?: ShownCode;
  readonly urgency?: ShownUrgency;
  readonly reason?: ShownCode;
  readonly outcome?: ShownCode;
}

const SET_OF_REASON: Readonly<Partial<Record<TaskLedgerEvent['type'], TermSet>>> = {
  'concordat.task.rejected.v1': 'declineReason',
  'concordat.task.failed.v1': 'declineReason',
};

/** The codes of an event in the sender's words and in those of whoever is shown it. Changes and guesses nothing. */
export function shownWords(event: TaskLedgerEvent, content: SealedContent, reader: Reader): ShownWords {
  const { words = {} } = content;
  const unit = shownUnit({ agency: senderOf(event), unit: unitOf(event) }, reader);
  const reasons = SET_OF_REASON[event.type];
  const { reason, outcome } = event.data as { reason?: string; outcome?: string };
  return {
    unit,
    ...(event.type === 'concordat.task.requested.v1' && ofRequest(event.data, words, reader)),
    ...(reasons && reason && { reason: shownCode(reasons, reason, words.reason, reader) }),
    ...(outcome && { outcome: shownCode('outcome', outcome, words.outcome, reader) }),
  };
}

/** A value that is one of the shared concepts, in the words of both sides; undefined for any other value. */
export function shownConcept(value: unknown, reader: Reader): ShownCode | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { concept, term, relationship } = value as Readonly<Record<string, unknown>>;
  if (typeof concept !== 'string' || !reader.directory.concept(concept)) return undefined;
  const sent =
    typeof term === 'string' && typeof relationship === 'string'
      ? { word: term, relationship: relationship as Relationship }
      : undefined;
  return shownCode('concept', concept, sent, reader);
}

interface RequestCodes {
  readonly kind: string;
  readonly urgency: string;
  readonly grade?: string;
  readonly performer: Party;
}

function ofRequest({ kind, urgency, grade, performer }: RequestCodes, words: Words, reader: Reader) {
  return {
    to: shownUnit(performer, reader),
    kind: shownCode('taskKind', kind, words.kind, reader),
    urgency: shownUrgency(urgency, grade, reader),
  };
}

function shownCode(
  set: TermSet,
  code: string,
  sent: Words['kind'],
  { directory, agency }: Reader,
): ShownCode {
  const shown = bothWords(directory.lexicon, { set, code, receiver: agency, ...(sent && { sent }) });
  const { sender, receiver } = shown;
  const equivalence = {
    sender: r4Equivalence(sender.relationship),
    receiver: r4Equivalence(receiver.relationship),
  };
  return { ...shown, equivalence };
}

const shownUnit = ({ agency, unit }: Party, { directory }: Reader): ShownUnit => ({
  agency,
  unit,
  name: toWords(directory.lexicon, { set: 'unit', agency, code: unit }).word,
});

function shownUrgency(urgency: string, grade: string | undefined, { directory }: Reader): ShownUrgency {
  const band = { code: urgency, label: directory.urgency(urgency)?.label ?? urgency };
  const known = grade === undefined ? undefined : directory.grade(grade);
  if (!known?.relationship) return { band };
  const { code, scale, level, relationship, loss } = known;
  const clock = clockOf(directory.bundle.data.scales, code);
  return {
    band,
    grade: {
      code,
      word: level.word,
      scale: scale.label,
      minutes: 'refused' in clock ? null : clock.minutes,
      clockTo: scale.clockTo,
      relationship,
      equivalence: r4Equivalence(relationship),
      ...(loss !== undefined && { loss }),
      ...(scale.trap !== undefined && { trap: scale.trap }),
    },
  };
}
