import { EPOCH_STRIDE, epochOf } from '#contracts';
import type { BothWords, ItemStatement } from '#domain';
import { plain, type Labels } from './labels.js';
import { shortened } from './look.js';
import { itemHead, type Page } from './page.js';

/** One statement as a line: its value, or why there is none. */
export function statementLine(page: Page, statement: ItemStatement, labels: Labels): void {
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

/** Where the words of both sides differ; where one side only has the shared label, there is nothing to take amiss. */
export function wordLines(page: Page, words: readonly BothWords[]): void {
  for (const { code, sender, receiver, sentence } of words) {
    if (sender.word === receiver.word) continue;
    page.add(
      itemHead('words'),
      `${quoted(sender.word)} is there ${quoted(receiver.word)} [${code}]. ${sentence}`,
    );
  }
}

/** Items by their labels. */
export const named = (codes: readonly string[], labels: Labels): string =>
  codes.map((code) => labels.item(code)).join(', ');

/** A place on the ledger: its epoch stands in the number's upper half. */
export const place = (sequence: number): string =>
  `no. ${sequence % EPOCH_STRIDE} of epoch ${epochOf(sequence)}`;

/** A value in quotes, at most `most` characters long. */
export function quoted(value: unknown, most = 56): string {
  if (Array.isArray(value)) return value.map((one) => quoted(one, most)).join(', also ');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${shortened(text, most)}"`;
}
