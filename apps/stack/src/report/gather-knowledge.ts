import type { ItemStatement, RefusedItemReason } from '#domain';
import { otherParty } from '../rehearsal/cast.js';
import { statementsIn } from '../rehearsal/feeds.js';
import { plain } from '../rehearsal/labels.js';
import { shortened } from '../rehearsal/look.js';
import { LEFT_OUT } from '../rehearsal/timeline.js';
import type { Known } from './material.js';
import { entriesOf, senderIn, typeOf, type DirectoryWords, type Entry, type Source } from './source.js';

/** By item code, then by agency: what it came to know, oldest first. */
export type KnownOf = ReadonlyMap<string, ReadonlyMap<string, readonly Known[]>>;

const LONGEST_VALUE = 140;

interface Finding {
  readonly agency: string;
  readonly item: string;
  readonly known: Known;
  /** Its place in the order: what an agency writes into its own file has none on the ledger. */
  readonly order: number;
}

/** Who knew what, and when: by what agencies wrote into their own files, and by what was told on tasks. */
export function knownOf(source: Source): KnownOf {
  const findings = [
    ...ownFiles(source),
    ...waiting(source),
    ...entriesOf(source).flatMap((entry) => toldBy(source, entry)),
  ];
  findings.sort((one, other) => one.known.minute - other.known.minute || one.order - other.order);
  const items = new Map<string, Map<string, Known[]>>();
  for (const { agency, item, known } of findings) {
    const byAgency = items.get(item) ?? new Map<string, Known[]>();
    items.set(item, byAgency);
    const list = byAgency.get(agency) ?? [];
    byAgency.set(agency, list);
    if (isNews(list, known)) list.push(known);
  }
  return items;
}

/** Said again by the same agency it is no news. That something waits or was not let through counts once, and not when it is known. */
function isNews(list: readonly Known[], known: Known): boolean {
  const text = ({ as, words, beside }: Known): string => [as, words, ...beside].join('\n');
  if (known.as === 'waits' || known.as === 'not-let')
    return !list.some((one) => text(one) === text(known) || one.as === 'value' || one.as === 'unconfirmed');
  const last = list
    .filter(({ as, from }) => as !== 'waits' && as !== 'not-let' && from === known.from)
    .at(-1);
  return !(last && text(last) === text(known));
}

function ownFiles({ told, words }: Source): readonly Finding[] {
  return told.flatMap(({ step, kept }, index) => {
    const { by } = step;
    if (by === 'bus') return [];
    return kept.map((statement) => ({
      agency: by.agency,
      item: statement.code,
      known: knownAs(statement, step.at, words),
      order: index - told.length,
    }));
  });
}

function toldBy(source: Source, entry: Entry): readonly Finding[] {
  const { live, feed } = entry;
  const { words, minutes } = source;
  const by = senderIn(feed);
  const to = otherParty(live, by);
  const order = feed.sequence;
  const minute = minutes.of({ id: feed.event.id, type: typeOf(feed), sequence: feed.sequence });
  const from = { from: words.agency(by.agency), task: live.local };
  const told = statementsIn(feed).flatMap((statement): readonly Finding[] => {
    const known = knownAs(statement, minute, words);
    const own = { agency: by.agency, item: statement.code, known, order };
    const other = { agency: to.agency, item: statement.code, known: { ...known, ...from }, order };
    // What is passed on is known to the sender by whoever told it first.
    return by.agency === to.agency || statement.originator !== undefined ? [other] : [own, other];
  });
  return [...told, ...takenBack(entry, to.agency, { minute, order, ...from })];
}

function takenBack(
  { feed }: Entry,
  agency: string,
  { minute, order, from, task }: { minute: number; order: number; from: string; task: string },
): readonly Finding[] {
  const { recalls = [], reason = '' } = feed.event.data as {
    readonly recalls?: readonly { readonly item: string }[];
    readonly reason?: string;
  };
  return recalls.map(({ item }) => ({
    agency,
    item,
    known: { minute, as: 'taken-back', words: plain(reason), beside: [], from, task },
    order,
  }));
}

/** What did not go with a step: it waits for a later stage, or no agreement lets it travel. */
function waiting({ told, words }: Source): readonly Finding[] {
  return told.flatMap(({ step, parcels }) =>
    parcels.flatMap(({ task, from, to, left, notAllowed, sequence }) => {
      const known = (as: Known['as'], text: string): Known => ({
        minute: step.at,
        as,
        words: text,
        beside: [],
        from: words.agency(from.agency),
        task,
      });
      if (from.agency === to.agency) return [];
      const at = { agency: to.agency, order: sequence + 0.5 };
      return [
        ...left.map(({ code, until }) => ({
          ...at,
          item: code,
          known: known('waits', UNTIL[until] ?? until),
        })),
        ...notAllowed.map(({ code, why }) => ({
          ...at,
          item: code,
          known: known('not-let', LEFT_OUT[why as RefusedItemReason] ?? plain(why)),
        })),
      ];
    }),
  );
}

const UNTIL: Readonly<Record<string, string>> = {
  accepted: 'until the task is accepted',
  attending: 'until somebody is with the person',
};

function knownAs(statement: ItemStatement, minute: number, words: DirectoryWords): Known {
  const { state, value, absent, source, confidence, note, searchedSystem, searchedFor } = statement;
  const quality = state === 'known' || state === 'unknown' || state === 'withheld' ? undefined : plain(state);
  const beside = [
    quality,
    confidence && `${confidence} confidence`,
    source && `source: ${source}`,
    searchedSystem && `searched: ${searchedSystem}`,
    searchedFor && `for: ${searchedFor}`,
    note,
  ].filter((part) => typeof part === 'string');
  if (value !== undefined) {
    const as = state === 'known' ? 'value' : 'unconfirmed';
    return { minute, as, words: quoted(value), beside };
  }
  const as = state === 'withheld' ? 'held' : 'reason';
  return {
    minute,
    as,
    words: words.absent(absent ?? ''),
    ...(absent !== undefined && { code: absent }),
    beside,
  };
}

function quoted(value: unknown): string {
  if (Array.isArray(value)) return value.map(quoted).join(', also ');
  return `“${shortened(typeof value === 'string' ? value : JSON.stringify(value), LONGEST_VALUE)}”`;
}
