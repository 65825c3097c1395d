import {
  gradeFor,
  nearest,
  toCode,
  urgencyOf,
  type Fault,
  type Party,
  type TermSet,
  type WordRefusal,
} from '#domain';
import type { Directory, TaskKindEntry } from '#directory';
import type { ExplainCall } from './explain-call.js';

/** A call in codes of one directory. */
export interface CodedCall {
  readonly from: Party;
  readonly to: Party;
  readonly kind: TaskKindEntry;
  readonly urgency: string;
}

/**
 * Turns the own words of a call into codes, as the asker's service does. All faults at once, but words are
 * judged only between agencies that the directory knows. Places are those of the request that the call describes, as JSON
 * pointers (RFC 6901).
 */
export function codedCall(
  call: ExplainCall,
  directory: Directory,
): CodedCall | { readonly faults: readonly Fault[] } {
  const faults: Fault[] = [...agencyFaults(call, directory)];
  if (faults.length > 0) return { faults: [...faults, ...itemFaults(call, directory)] };
  const { from, to } = call;
  const code = (
    set: TermSet,
    word: string,
    spoken: { readonly agency: string; readonly pointer: string },
  ): string => {
    const found = toCode(directory.lexicon, { set, agency: spoken.agency, word, addressee: to.agency });
    if ('code' in found) return found.code;
    faults.push({ pointer: spoken.pointer, code: found.refused, detail: whyNoCode(found) });
    return word;
  };
  const unit = code('unit', from.unit, { agency: from.agency, pointer: '/unit' });
  // A unit has the name that its own agency gives it.
  const unitAsked = code('unit', to.unit, { agency: to.agency, pointer: '/to/unit' });
  const kind = directory.kind(code('taskKind', call.kind, { agency: from.agency, pointer: '/kind' }));
  const urgency = urgencyIn(call, directory, faults) ?? kind?.defaultUrgency;
  faults.push(...itemFaults(call, directory));
  if (!kind || urgency === undefined || faults.length > 0) return { faults };
  return { from: { ...from, unit }, to: { ...to, unit: unitAsked }, kind, urgency };
}

function agencyFaults({ from, to }: ExplainCall, { agencyCodes }: Directory): readonly Fault[] {
  return [
    ...unknownFault('/from/agency', from.agency, 'agency', agencyCodes),
    ...unknownFault('/to/agency', to.agency, 'agency', agencyCodes),
  ];
}

function itemFaults(
  { items, wanted, purpose, basis }: ExplainCall,
  { vocabulary }: Directory,
): readonly Fault[] {
  return [
    ...items.flatMap((code, i) => unknownFault(`/items/${i}/code`, code, 'item', [...vocabulary.item])),
    ...wanted.flatMap((code, i) => unknownFault(`/wanted/${i}`, code, 'item', [...vocabulary.item])),
    ...(purpose === undefined ? [] : unknownFault('/purpose', purpose, 'purpose', [...vocabulary.purpose])),
    ...(basis === undefined ? [] : unknownFault('/basis', basis, 'basis', [...vocabulary.basis])),
  ];
}

function unknownFault(
  pointer: string,
  given: string,
  what: string,
  known: readonly string[],
): readonly Fault[] {
  if (known.includes(given)) return [];
  const detail = `there is no ${what} "${given}"; ${nearestOf(nearest(given, known))}`;
  return [{ pointer, code: `UNKNOWN_${what.toUpperCase()}`, detail }];
}

/** The shared band: as given, or under which the asker's grade is sorted. Undefined without either, or with a fault. */
function urgencyIn(call: ExplainCall, directory: Directory, faults: Fault[]): string | undefined {
  const word = call.grade ?? call.urgency;
  if (word === undefined) return undefined;
  if (call.grade === undefined && directory.urgency(word)) return word;
  const pointer = call.grade === undefined ? '/urgency' : '/grade';
  const { scales, crosswalk } = directory.bundle.data;
  const graded = gradeFor(scales, { agency: call.from.agency, word });
  if ('refused' in graded) {
    const detail =
      graded.refused === 'UNKNOWN_GRADE'
        ? `there is no grade or urgency "${word}"; ${nearestOf(graded.nearest)}`
        : `several scales have a level of this name; give one of: ${graded.grades.join(', ')}`;
    faults.push({ pointer, code: graded.refused, detail });
    return undefined;
  }
  const band = urgencyOf(crosswalk, graded.grade);
  if ('urgency' in band) return band.urgency;
  faults.push({
    pointer,
    code: band.refused,
    detail: 'this grade measures something else than how fast to respond',
  });
  return undefined;
}

function whyNoCode(refusal: WordRefusal): string {
  switch (refusal.refused) {
    case 'UNKNOWN_WORD':
      return `this agency has no word or code "${refusal.word}"; ${nearestOf(refusal.nearest)}`;
    case 'AMBIGUOUS_WORD':
      return `"${refusal.word}" may mean ${refusal.mayMean.join(' or ')}; give the code that is meant`;
    case 'FALSE_FRIEND': {
      const taken = refusal.takenFor.map(
        ({ agency, code }) => `${agency} for ${code ?? 'something without a code'}`,
      );
      return `"${refusal.word}" would be taken by ${taken.join(', by ')}. ${refusal.ask}`;
    }
    case 'NO_SHARED_CODE':
      return `what this agency means by "${refusal.word}" has no shared code. ${refusal.ask}`;
    case 'NOT_RELATED':
      return `"${refusal.word}" does not mean ${refusal.takenFor.join(' or ')}; ${nearestOf(refusal.nearest)}`;
    default:
      return refusal satisfies never;
  }
}

const nearestOf = (near: readonly string[]): string =>
  near.length > 0 ? `the nearest known are: ${near.join(', ')}` : 'nothing known is like it';
