import { EPOCH_STRIDE, epochOf } from '#contracts';
import type { BothWords, ItemStatement, Party, RefusedItemReason } from '#domain';
import { lossyIn, statementsIn, type FeedEvent } from './feeds.js';
import { plain, type Labels } from './labels.js';
import { paint, shortened, wrapped, type Look, type Tone } from './look.js';
import type { Step } from './steps.js';
import type { Parcel, Told } from './told.js';

const MARGIN = 9;
const LONGEST_VALUE = 56;
const LONGEST_WORDS = 300;

/** The lines that tell one step: who, what, what travelled and what did not, and the answer. No line is wider than the look. */
export function stepLines(told: Told, labels: Labels, look: Look): readonly string[] {
  const { step, parcels, kept, fate, because, remarks, failures, alias } = told;
  const page = new Page(look);
  const minute = `min ${String(step.at).padStart(4)} `;
  page.add(minute, `${speakerOf(step, labels)} ${headline(told, labels)}`, 'strong');
  if (fate === 'not-played') page.add(pad('-'), `not played: ${because ?? ''}`, 'quiet');
  if (kept.length > 0 && parcels.length === 0) {
    if (fate === 'not-played') page.add(pad(''), 'Its own case file now says:', 'quiet');
    kept.forEach((item) => statementLine(page, item, labels));
  }
  parcels.forEach((parcel, index) =>
    parcelLines(page, parcel, { labels, alone: parcels.length === 1 && index === 0, step }),
  );
  if (alias !== undefined)
    page.add(itemHead('alias'), `${quoted(alias)}: what the person is called until the name is known`);
  if (step.promise !== undefined && parcels.length === 0)
    page.add(itemHead('promise'), quoted(step.promise, LONGEST_WORDS));
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

/**
 * The lines that tell what a service did by itself: that a request was received, what it had kept for this stage, or whom it
 * told what another agency put right or found out of the person.
 */
export function ownActLines(entry: FeedEvent, task: string, labels: Labels, look: Look): readonly string[] {
  const page = new Page(look);
  const [, agency = '', unit = ''] = entry.event.source.split('/');
  const act = entry.event.type.split('.')[2] ?? '';
  const items = statementsIn(entry);
  const what =
    act === 'informed' && items.length > 0
      ? `what it kept for this stage of ${task} goes by itself`
      : act === 'identified'
        ? identityText(entry.event.data, items.length > 0, task)
        : `${task} ${act}, said by the service itself`;
  page.add(pad('>'), `${labels.unit({ agency, unit })}: ${what} (${place(entry.sequence)})`, 'quiet');
  items.forEach((item) => statementLine(page, item, labels));
  wordLines(page, lossyIn(entry));
  return page.lines;
}

/** Lines of one width, each with a head in the margin. */
class Page {
  readonly lines: string[] = [];

  constructor(private readonly look: Look) {}

  add(head: string, text: string, tone?: Tone): void {
    for (const line of wrapped(head, text, this.look.width)) {
      this.lines.push(tone ? paint(line, tone, this.look) : line);
    }
  }
}

const pad = (mark: string): string => `${' '.repeat(MARGIN - mark.length - 1)}${mark} `;

const itemHead = (word: string): string => `${' '.repeat(MARGIN + 2)}${word.padEnd(9)}`;

function speakerOf({ by }: Step, labels: Labels): string {
  return by === 'bus' ? 'The software' : labels.unit(by);
}

function headline({ step, parcels, fate }: Told, labels: Labels): string {
  const task = step.task === undefined ? '' : ` ${step.task}`;
  const [first] = parcels;
  const kind = first ? `, ${labels.kind(first.kind)}` : '';
  switch (step.do) {
    case 'open-case':
      return `opens case ${step.case}, in its own file`;
    case 'note':
      return step.task === undefined
        ? `notes in its own case file: "${step.value ?? ''}"`
        : `notes on${task}${kind}`;
    case 'offer':
      return `asks ${to(step.to, labels)} for: ${labels.kind(step.kind)} (${step.task})`;
    case 'ask-info':
      return `asks ${to(step.to, labels)} for information (${step.task}): ${step.wanted.map((code) => labels.item(code)).join(', ')}`;
    case 'accept':
      return `accepts${task}${kind}${fate === 'played' ? ', and now answers for it' : ''}`;
    case 'decline':
      return `declines${task}${kind}: ${labels.decline(step.reason)}`;
    case 'complete':
      return `completes${task}${kind}: ${plain(step.outcome)}`;
    case 'cancel':
      return `withdraws${task}${kind}: ${plain(step.reason ?? 'no-longer-needed')}`;
    case 'arrive':
      return `arrives${step.atPlace ? ` at ${plain(step.atPlace.replace('/', ', '))}` : ''}: work on${task} has begun`;
    case 'give-info':
      return 'tells what it has learned';
    case 'set-absent':
      return 'tells what could not be had';
    case 'withhold':
      return 'holds back, and says so';
    case 'close-case':
      return `closes its case file: "${step.outcome ?? ''}"`;
    default:
      return laterHeadline(step);
  }
}

/** Verbs that the system cannot play yet. */
function laterHeadline(step: Step): string {
  const task = step.task === undefined ? '' : ` ${step.task}`;
  switch (step.do) {
    case 'clock-start':
      return `starts the clock ${step.clock}`;
    case 'merge-identity':
      return 'joins the alias with a person';
    case 'handover-offer':
      return `offers to hand over${task}`;
    case 'handover-accept':
      return `takes over${task}`;
    case 'handover-refuse':
      return `does not take over${task}`;
    case 'counter-offer':
      return `offers something else on${task}`;
    case 'set-off':
      return `sets off for${task}`;
    case 'expire':
      return `has let${task} expire`;
    case 'escalate':
      return `escalates${task}`;
    case 'correct':
      return `corrects what it told${task && ` on${task}`}`;
    default:
      return plain(step.do);
  }
}

const to = (parties: readonly Party[], labels: Labels): string =>
  parties.map((party) => labels.unit(party)).join('; ');

function parcelLines(
  page: Page,
  parcel: Parcel,
  { labels, alone, step }: { readonly labels: Labels; readonly alone: boolean; readonly step: Step },
): void {
  const { items, left, notAllowed, unsaid, lossy, fact, note, sequence } = parcel;
  const answers = step.task !== undefined && alone;
  if (!answers)
    page.add(pad('>'), `to ${labels.unit(parcel.to)}, on ${parcel.task}, ${labels.kind(parcel.kind)}:`);
  if (parcel.event === 'identified' && items.length === 0)
    page.add(itemHead('identity'), 'only that it is confirmed');
  if (fact !== undefined) page.add(itemHead('fact'), quoted(fact, LONGEST_WORDS));
  if (note !== undefined) page.add(itemHead('note'), quoted(note, LONGEST_WORDS));
  items.forEach((item) => statementLine(page, item, labels));
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
  wordLines(page, lossy);
  page.add(
    pad('ok'),
    `recorded as ${place(sequence)}, arrived at ${labels.agency(parcel.to.agency)}`,
    'good',
  );
}

function statementLine(page: Page, statement: ItemStatement, labels: Labels): void {
  const { code, state, value, absent, source, confidence, note } = statement;
  const beside = [
    state !== 'known' && state !== 'unknown' && state !== 'withheld' && plain(state),
    confidence && `${confidence} confidence`,
    source && `source: ${source}`,
    note,
  ].filter((part) => typeof part === 'string');
  const rest = beside.length > 0 ? ` (${beside.join('; ')})` : '';
  if (value !== undefined)
    return page.add(itemHead('value'), `${labels.item(code)}: ${quoted(value)}${rest}`);
  const why = `${labels.absent(absent ?? '')} [${absent ?? ''}]`;
  page.add(itemHead(state === 'withheld' ? 'held' : 'absent'), `${labels.item(code)}: ${why}${rest}`);
}

/** Where one side only has the shared label, there is nothing to take amiss. */
function wordLines(page: Page, words: readonly BothWords[]): void {
  for (const { code, sender, receiver, sentence } of words) {
    if (sender.word === receiver.word) continue;
    page.add(
      itemHead('words'),
      `${quoted(sender.word)} is there ${quoted(receiver.word)} [${code}]. ${sentence}`,
    );
  }
}

function identityText(data: object, withItems: boolean, task: string): string {
  const { identity } = data as { identity?: string };
  const what = identity === 'reversed' ? 'taken back' : 'confirmed';
  return `passes on, on ${task}, ${withItems ? `that the identity is ${what}, with` : `only that the identity is ${what}`}`;
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

const named = (codes: readonly string[], labels: Labels): string =>
  codes.map((code) => labels.item(code)).join(', ');

/** Item codes by what is said of them, in the order in which that comes first. */
function grouped<T extends { readonly code: string }>(
  list: readonly T[],
  by: (one: T) => string,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const one of list) groups.set(by(one), [...(groups.get(by(one)) ?? []), one.code]);
  return groups;
}

/** A place on the ledger: its epoch stands in the number's upper half. */
const place = (sequence: number): string => `no. ${sequence % EPOCH_STRIDE} of epoch ${epochOf(sequence)}`;

function quoted(value: unknown, most = LONGEST_VALUE): string {
  if (Array.isArray(value)) return value.map((one) => quoted(one, most)).join(', also ');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${shortened(text, most)}"`;
}
