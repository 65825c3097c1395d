import type { AbsentReason, ItemState, SourceKind, TaskStatus } from '#domain';

/** A text with its first letter large. */
export const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** A code as words within a sentence: `searched-not-found` becomes "searched not found". */
export const plain = (code: string): string => code.replaceAll(/[-_]/g, ' ').trim();

/** A code as words that stand alone: `searched-not-found` becomes "Searched not found". For codes without words of their own. */
export const plainWords = (code: string): string => capital(plain(code));

/** A status of a task, for a tag: what it says, and the colour of the design system. */
export interface StatusTag {
  readonly text: string;
  readonly classes: string;
}

const STATUSES: Readonly<Record<TaskStatus, readonly [string, string]>> = {
  requested: ['Asked, no answer yet', 'yellow'],
  received: ['Being considered', 'yellow'],
  accepted: ['Accepted', 'blue'],
  rejected: ['Declined', 'red'],
  'in-progress': ['In progress', 'teal'],
  'on-hold': ['On hold', 'orange'],
  completed: ['Completed', 'green'],
  failed: ['Not possible after all', 'red'],
  cancelled: ['Withdrawn', 'grey'],
  'entered-in-error': ['Entered in error', 'grey'],
};

/** The tag of a status; of one that is not known here, its own words. */
export function statusTag(status: string): StatusTag {
  const [text, colour] = STATUSES[status as TaskStatus] ?? [plainWords(status), 'grey'];
  return { text, classes: `govuk-tag--${colour} concordat-tag` };
}

const ITEMS: Readonly<Record<ItemState, readonly [string, string]>> = {
  known: ['Known', 'green'],
  'reported-unconfirmed': ['Reported, not confirmed', 'yellow'],
  unknown: ['Not known', 'grey'],
  withheld: ['Kept back', 'purple'],
  'out-of-date': ['Out of date', 'orange'],
  conflicting: ['Sources differ', 'red'],
};

/** The tag of how well an item is known; `nothing-said` where nobody has said anything. */
export function itemTag(state: string): StatusTag {
  const nothing = ['Nothing said yet', 'grey'] as const;
  const [text, colour] =
    state === 'nothing-said' ? nothing : (ITEMS[state as ItemState] ?? [plainWords(state), 'grey']);
  return { text, classes: `govuk-tag--${colour} concordat-tag` };
}

const ABSENT: Readonly<Record<AbsentReason, string>> = {
  unknown: 'It is not known',
  'asked-unknown': 'Asked: the person does not know or did not answer',
  'temp-unknown': 'Somebody is finding out',
  'not-asked': 'Nobody has asked yet',
  'asked-declined': 'Asked: the person would not say',
  masked: 'It is kept back',
  'not-applicable': 'It does not apply',
  unsupported: 'The system that said this cannot hold it',
  'as-text': 'It is told in words only',
  error: 'It could not be read',
  'not-a-number': 'What was recorded is no number',
  'negative-infinity': 'Below what can be measured',
  'positive-infinity': 'Above what can be measured',
  'not-performed': 'It was not measured or examined',
  'not-permitted': 'It may not be shared',
  'searched-not-found': 'Searched and not found: this does not mean that there is nothing',
  'record-unavailable': 'The record could not be opened',
  conflicting: 'Sources differ',
};

/** Why there is no value, as a sentence. */
export const absentText = (reason: string): string => ABSENT[reason as AbsentReason] ?? plainWords(reason);

const SOURCES: Readonly<Record<SourceKind, string>> = {
  person: 'the person',
  caller: 'a caller',
  'family-or-friend': 'family or a friend',
  'other-public': 'a member of the public',
  'officer-or-clinician': 'an officer or a clinician',
  'own-record': 'its own record',
  'other-agency': 'another agency',
  document: 'a document',
  device: 'a device',
};

/** From what kind of source something comes. */
export const sourceText = (kind: string): string => SOURCES[kind as SourceKind] ?? plainWords(kind);

/** A value as a person reads it: lists with commas, parts of a value with their names. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'object') {
    return (
      Object.entries(value)
        // How a word stands to its code is no part of what is said.
        .filter(([name]) => name !== 'relationship')
        .map(([name, part]) => `${plainWords(name)}: ${valueText(part)}`)
        .join('; ')
    );
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
