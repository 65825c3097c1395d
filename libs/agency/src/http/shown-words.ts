import {
  RELATIONSHIPS,
  bothWords,
  clockOf,
  r4Equivalence,
  toWords,
  type BothWords,
  type Party,
  type R4Equivalence,
  type Relationship,
  type SentWord,
  type TermSet,
} from '#domain';
import {
  senderOf,
  unitOf,
  type ItemData,
  type SealedContent,
  type TaskLedgerEvent,
  type Words,
} from '#contracts';
import type { Directory, Grade } from '#directory';

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
  /** Absent where the sender gave the band itself, or a grade that is on no scale of its own. */
  readonly grade?: {
    readonly code: string;
    /** What the sender writes. */
    readonly word: string;
    readonly scale: string;
    /** The scale's own minutes to `clockTo`; null where it promises none. */
    readonly minutes: number | null;
    readonly clockTo: string;
    /** From the grade to the band: R5 and R4. Absent where the directory does not sort the grade under this band. */
    readonly relationship?: Relationship;
    readonly equivalence?: R4Equivalence;
    /** What the band no longer says. */
    readonly loss?: string;
    /** How a reader from another agency gets the scale wrong. */
    readonly trap?: string;
  };
}

/** A value that is a shared concept, in the words of both sides. */
export interface ShownValue extends ShownCode {
  /** The code of the item, and its place among the items of the event. */
  readonly item: string;
  readonly index: number;
}

/** What the codes of one event are called. */
export interface ShownWords {
  readonly unit: ShownUnit;
  readonly to?: ShownUnit;
  readonly kind?: ShownCode;
  readonly urgency?: ShownUrgency;
  readonly reason?: ShownCode;
  readonly outcome?: ShownCode;
  /** Absent where no value is a shared concept. */
  readonly items?: readonly ShownValue[];
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
  const items = shownValues(event, content, reader);
  return {
    unit,
    ...(event.type === 'concordat.task.requested.v1' &&
      ofRequest(event.data, words, { ...reader, sender: unit.agency })),
    ...(reasons && reason && { reason: shownCode(reasons, reason, words.reason, reader) }),
    ...(outcome && { outcome: shownCode('outcome', outcome, words.outcome, reader) }),
    ...(items.length > 0 && { items }),
  };
}

function shownValues(event: TaskLedgerEvent, content: SealedContent, reader: Reader): readonly ShownValue[] {
  const { items = [] } = event.data as { items?: readonly ItemData[] };
  return items.flatMap(({ code: item }, index) => {
    const sealed = content.items?.[index];
    const shown = sealed && 'value' in sealed ? shownConcept(sealed.value, reader) : undefined;
    return shown ? [{ item, index, ...shown }] : [];
  });
}

/**
 * A value that is one of the shared concepts, in the words of both sides; undefined for any other value, and where its
 * sender gave half a word or a relation that does not exist.
 */
export function shownConcept(value: unknown, reader: Reader): ShownCode | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { concept, term, relationship } = value as Readonly<Record<string, unknown>>;
  if (typeof concept !== 'string' || !reader.directory.concept(concept)) return undefined;
  if (term === undefined && relationship === undefined)
    return shownCode('concept', concept, undefined, reader);
  const known = RELATIONSHIPS.find((one) => one === relationship);
  if (typeof term !== 'string' || !known) return undefined;
  return shownCode('concept', concept, { word: term, relationship: known }, reader);
}

interface RequestCodes {
  readonly kind: string;
  readonly urgency: string;
  readonly grade?: string;
  readonly performer: Party;
}

/** A reader of what one agency said. */
interface Addressed extends Reader {
  readonly sender: string;
}

function ofRequest({ kind, urgency, grade, performer }: RequestCodes, words: Words, reader: Addressed) {
  return {
    to: shownUnit(performer, reader),
    kind: shownCode('taskKind', kind, words.kind, reader),
    urgency: shownUrgency(urgency, grade, reader),
  };
}

function shownCode(
  set: TermSet,
  code: string,
  sent: SentWord | undefined,
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

/** A unit with the name that its own agency gives it. */
export const shownUnit = ({ agency, unit }: Party, { directory }: Pick<Reader, 'directory'>): ShownUnit => ({
  agency,
  unit,
  name: toWords(directory.lexicon, { set: 'unit', agency, code: unit }).word,
});

function shownUrgency(
  urgency: string,
  grade: string | undefined,
  { directory, sender }: Addressed,
): ShownUrgency {
  const band = { code: urgency, label: directory.urgency(urgency)?.label ?? urgency };
  const known = grade === undefined ? undefined : directory.grade(grade);
  if (known?.scale.owner !== sender) return { band };
  const { code, scale, level } = known;
  const clock = clockOf(directory.bundle.data.scales, code);
  return {
    band,
    grade: {
      code,
      word: level.word,
      scale: scale.label,
      minutes: 'refused' in clock ? null : clock.minutes,
      clockTo: scale.clockTo,
      ...(known.urgency === urgency && sortedBy(known)),
      ...(scale.trap !== undefined && { trap: scale.trap }),
    },
  };
}

const sortedBy = ({ relationship, loss }: Grade) =>
  relationship && {
    relationship,
    equivalence: r4Equivalence(relationship),
    ...(loss !== undefined && { loss }),
  };
