import type { RefusedItemReason } from '#domain';
import { headline, speakerOf } from './headlines.js';
import { plain, type Labels } from './labels.js';
import type { Look } from './look.js';
import { Page, itemHead, pad } from './page.js';
import { named, place, quoted, statementLine, wordLines } from './statement-lines.js';
import type { Step } from './steps.js';
import type { Parcel, Told } from './told.js';

const LONGEST_WORDS = 300;

/** The lines that tell one step: who, what, what travelled and what did not, and the answer. No line is wider than the look. */
export function stepLines(told: Told, labels: Labels, look: Look): readonly string[] {
  const { step, parcels, kept, fate, because, remarks, failures, alias } = told;
  const page = new Page(look);
  const minute = `min ${String(step.at).padStart(4)} `;
  page.add(minute, `${speakerOf(step, labels)} ${headline(told, labels)}`, 'strong');
  if (fate === 'not-played') page.add(pad('-'), `not played: ${because ?? ''}`, 'quiet');
  if (parcels.length === 0) kept.forEach((item) => statementLine(page, item, labels));
  parcels.forEach((parcel, index) =>
    parcelLines(page, parcel, { labels, alone: parcels.length === 1 && index === 0, step }),
  );
  if (alias !== undefined)
    page.add(itemHead('alias'), `${quoted(alias)}: what the person is called until the name is known`);
  if (step.promise?.text !== undefined && parcels.length === 0)
    page.add(itemHead('promise'), quoted(step.promise.text, LONGEST_WORDS));
  remarks.forEach((remark) => page.add(pad('!'), remark));
  if (fate === 'refused-as-expected')
    page.add(pad('ok'), `refused, as it should be: ${because ?? ''}`, 'good');
  failures.forEach((failure) => page.add(pad('FAIL'), failure, 'bad'));
  return page.lines;
}

/** The lines that tell which gaps a step closed, with what followed from it by itself. */
export function gapLines({ gaps = [] }: Told, labels: Labels, look: Look): readonly string[] {
  const page = new Page(look);
  for (const { agency, closed, open } of gaps) {
    const text = `${named(closed, labels)}: no gap any more for ${labels.agency(agency)}; ${open} still open there`;
    page.add(itemHead('gap'), text, 'good');
  }
  return page.lines;
}

function parcelLines(
  page: Page,
  parcel: Parcel,
  { labels, alone, step }: { readonly labels: Labels; readonly alone: boolean; readonly step: Step },
): void {
  const { items, lossy, fact, note, promise, slots = [], warned = [], sequence } = parcel;
  const answers = step.task !== undefined && alone;
  if (!answers)
    page.add(
      pad('>'),
      `to ${labels.unit(parcel.to)}, on ${parcel.task}, ${labels.kind(parcel.kind)}: ${plain(parcel.event)}`,
    );
  if (parcel.event === 'identified' && items.length === 0)
    page.add(itemHead('identity'), 'only that it is confirmed');
  if (fact !== undefined) page.add(itemHead('fact'), quoted(fact, LONGEST_WORDS));
  if (note !== undefined) page.add(itemHead('note'), quoted(note, LONGEST_WORDS));
  if (promise !== undefined) page.add(itemHead('promise'), quoted(promise, LONGEST_WORDS));
  if (slots.length > 0)
    page.add(
      itemHead('people'),
      slots.map(({ slot, state }) => `${plain(slot)}: ${plain(state)}`).join(', '),
    );
  items.forEach((item) => statementLine(page, item, labels));
  if (warned.length > 0) page.add(itemHead('warned'), `of the rules of law: ${warned.join(', ')}`);
  stayedLines(page, parcel, labels);
  wordLines(page, lossy);
  page.add(
    pad('ok'),
    `recorded as ${place(sequence)}, arrived at ${labels.agency(parcel.to.agency)}`,
    'good',
  );
}

/** What did not go with it, and why. */
function stayedLines(page: Page, { left, notAllowed, unsaid }: Parcel, labels: Labels): void {
  for (const [until, codes] of grouped(left, ({ until }) => until))
    page.add(
      itemHead('kept'),
      `${named(codes, labels)}: waits here until ${KEPT_UNTIL[until] ?? until}`,
      'quiet',
    );
  for (const [why, codes] of grouped(notAllowed, ({ why }) => why))
    page.add(
      itemHead('left out'),
      `${named(codes, labels)}: ${LEFT_OUT[why as RefusedItemReason] ?? why}`,
      'quiet',
    );
  if (unsaid.length > 0)
    page.add(
      itemHead('unsaid'),
      `${named(unsaid, labels)}: needed for this, nothing said yet; it holds nothing up`,
      'quiet',
    );
}

const KEPT_UNTIL: Readonly<Record<string, string>> = {
  accepted: 'the task is accepted',
  attending: 'somebody is with the person',
};

/** Why an item does not travel, in words. */
export const LEFT_OUT: Readonly<Record<RefusedItemReason, string>> = {
  'no-agreement': 'no agreement lets it travel on this task',
  'not-at-this-stage': 'no agreement lets it travel at this stage of the task',
  'not-the-originators': 'told by another agency, and no agreement lets it be passed on here',
  'not-in-force': 'the agreement is not in force',
  'override-not-allowed': 'no agreement lets it go in an emergency either',
  'override-too-late': 'the emergency is over',
};

/** Item codes by what is said of them, in the order in which that comes first. */
function grouped<T extends { readonly code: string }>(
  list: readonly T[],
  by: (one: T) => string,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const one of list) groups.set(by(one), [...(groups.get(by(one)) ?? []), one.code]);
  return groups;
}
