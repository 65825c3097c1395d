import {
  CANCEL_REASONS,
  missingFor,
  possibleSteps,
  type DeclineFact,
  type Party,
  type Slot,
  type Task,
} from '#domain';
import { shownUnit, type Reader, type ShownUnit } from './shown-words.js';
import { wordFor, type NamedCode } from './named-codes.js';

/** A reason to decline or give up, and the facts that it demands: of each inner list one. */
export interface OfferedReason extends NamedCode {
  readonly meaning?: string;
  readonly needs: readonly (readonly DeclineFact[])[];
}

/** How a task can end, and the people whom it still needs for that: of each inner list one. */
export interface OfferedOutcome extends NamedCode {
  readonly missing: readonly (readonly string[])[];
}

/** A step that can be taken now: where it is sent, and the codes from which it is chosen. */
export interface StepOffer {
  readonly step: ReturnType<typeof possibleSteps>[number];
  /** The address to which its body is posted. */
  readonly path: string;
  readonly reasons?: readonly OfferedReason[];
  readonly outcomes?: readonly OfferedOutcome[];
  readonly slots?: readonly Slot[];
  /** Undertakings that are open. */
  readonly promises?: readonly { readonly id: string; readonly by: ShownUnit; readonly own: boolean }[];
  /** Units that can be called in. */
  readonly units?: readonly ShownUnit[];
}

const PATHS: Readonly<Partial<Record<StepOffer['step'], string>>> = {
  'accept-counter': 'counter/accept',
  'refuse-counter': 'counter/refuse',
  'offer-handover': 'handover/offer',
  'accept-handover': 'handover/accept',
  'refuse-handover': 'handover/refuse',
  'set-slots': 'slots',
  promise: 'promises',
  'end-promise': 'promises/end',
};

/** What this unit can do on the task as it stands, in the words of the reader. */
export const stepOffers = (task: Task, by: Party, reader: Reader): readonly StepOffer[] =>
  possibleSteps(task, by).map((step) => ({
    step,
    path: `/tasks/${task.id}/${PATHS[step] ?? step}`,
    ...choices(step, task, by, reader),
  }));

function choices(step: StepOffer['step'], task: Task, by: Party, reader: Reader): Partial<StepOffer> {
  switch (step) {
    case 'reject':
    case 'fail':
      return { reasons: reasonsOf(task, reader) };
    case 'cancel':
      return { reasons: CANCEL_REASONS.map((code) => ({ code, label: code, needs: [] })) };
    case 'complete':
      return { outcomes: outcomesOf(task, reader) };
    case 'accept':
    case 'set-slots':
      return task.slots ? { slots: task.slots } : {};
    case 'end-promise':
      return { promises: promisesOf(task, by, reader) };
    case 'escalate':
      return { units: unitsOf(task, reader) };
    default:
      return {};
  }
}

function reasonsOf({ kind, urgency }: Task, reader: Reader): readonly OfferedReason[] {
  const { directory } = reader;
  return (directory.kind(kind)?.allowedDeclineReasons ?? []).flatMap((code) => {
    const known = directory.declineReason(code);
    if (known?.notAllowedAt?.includes(urgency)) return [];
    const label = wordFor('declineReason', code, reader);
    return [{ code, label, ...(known && { meaning: known.meaning }), needs: known?.needs ?? [] }];
  });
}

function outcomesOf({ kind, slots = [] }: Task, reader: Reader): readonly OfferedOutcome[] {
  const known = reader.directory.kind(kind);
  return (known?.outcomes ?? []).map((code) => ({
    code,
    label: wordFor('outcome', code, reader),
    missing: known ? missingFor(known, code, slots) : [],
  }));
}

const promisesOf = ({ promises = [] }: Task, by: Party, reader: Reader): StepOffer['promises'] & object =>
  promises
    .filter(({ state }) => state === 'open')
    .map(({ id, by: whose }) => ({ id, by: shownUnit(whose, reader), own: whose.agency === by.agency }));

function unitsOf({ asker, performer }: Task, reader: Reader): readonly ShownUnit[] {
  const agencies = [...new Set([asker.agency, performer.agency])];
  return agencies.flatMap((agency) =>
    (reader.directory.agency(agency)?.units ?? []).map((unit) => shownUnit({ agency, unit }, reader)),
  );
}
