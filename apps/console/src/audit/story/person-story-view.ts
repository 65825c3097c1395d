import type { Person } from '#access';
import { queryOf, type Asked, type Read } from '../audit-service.js';
import { leafAddress, readingNote } from '../reading-note.js';
import { shownEntry, shownSecond, shownTime } from '../times.js';
import { capital, plain } from '../../page/code-words.js';
import type { Later, OverrideLine, PersonReport, PersonRow, RefusalLine } from './person-report.js';
import type { StoryEntry, StoryItem } from './story-entry.js';

/** A person's story as its template shows it. */
export interface PersonStoryView {
  readonly title: string;
  readonly summary: string;
  readonly entries: readonly StoryEntry[];
  readonly links: readonly { readonly text: string; readonly href: string }[];
  readonly [name: string]: unknown;
}

/** All that was told about a person, in the order of the log: who told whom what, and what became of it. */
export function personStoryView(
  { body, leaf }: Read<PersonReport>,
  asked: Asked,
  person: Pick<Person, 'role'>,
): PersonStoryView {
  const overrides = new Map(body.overrides.map((line) => [line.leafIndex, line]));
  const told = byLeaf(body.rows).map((rows) => toldEntry(rows, overrides.get(rows[0].leafIndex)));
  const refused = body.refused.map(refusedEntry);
  const entries = [...told, ...refused].sort((a, b) => a.proof.leaf - b.proof.leaf);
  const cases = body.cases.length === 1 ? '1 case' : `${body.cases.length} cases`;
  return {
    title: 'Story of a person',
    summary:
      entries.length === 0
        ? `Nothing is recorded as told: what you looked for leads to ${cases}.`
        : `What you looked for leads to ${cases}, with ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}. The information itself is not in the log.`,
    entries,
    links: [
      { text: 'Report on this person, to print or keep', href: `/audit/reports/person?${queryOf(asked)}` },
      { text: 'Search with more filters', href: `/audit/search?${queryOf(asked)}` },
    ],
    reading: readingNote(leaf, person),
  };
}

function byLeaf(rows: readonly PersonRow[]): readonly (readonly [PersonRow, ...PersonRow[]])[] {
  const groups = new Map<number, [PersonRow, ...PersonRow[]]>();
  for (const row of rows) {
    const group = groups.get(row.leafIndex);
    if (group) group.push(row);
    else groups.set(row.leafIndex, [row]);
  }
  return [...groups.values()];
}

function toldEntry(rows: readonly [PersonRow, ...PersonRow[]], override?: OverrideLine): StoryEntry {
  const [{ from, to, task, role, at, occurredAt, mode, leafIndex, taskId }] = rows;
  return {
    title: `${from.name} told ${to.name}`,
    byline: role,
    at: shownEntry({ at, occurredAt }),
    facts: [
      { name: 'For', text: mode === 'actual' ? task : `${task} (${mode})` },
      ...(override ? [{ name: 'Emergency override', text: overrideText(override) }] : []),
    ],
    items: rows.map(itemOf),
    notes: [],
    proof: { leaf: leafIndex, href: leafAddress(leafIndex) },
    story: `/audit/tasks/${taskId}`,
  };
}

/** Why it went though no rule let it, and how its review stands. */
export function overrideText({ reason, authorisedBy, state, dueBy, review }: OverrideLine): string {
  const by = `${reason}, authorised by: ${authorisedBy}`;
  if (review) return `${by}. Reviewed on ${shownTime(review.at).text} by ${review.by}: ${review.finding}`;
  if (dueBy === null) return `${by}. To be reviewed; no time is set`;
  const when = shownTime(dueBy).text;
  return `${by}. ${state === 'overdue' ? `Review overdue since ${when}` : `To be reviewed by ${when}`}`;
}

function itemOf(row: PersonRow): StoryItem {
  return {
    name: row.item.name,
    said: saidText(row),
    ground: groundText(row),
    became: row.later.map(({ what }) => plain(what)),
    notes: [
      ...row.later.map((later) => laterText(later, row)),
      ...(row.review === null ? [] : [capital(row.review)]),
    ],
  };
}

function saidText({ told, because, correction, passedOnFrom }: PersonRow): string {
  const again = correction ? ', putting right what was told before' : '';
  const from = passedOnFrom ? `, passed on from ${passedOnFrom.name}` : '';
  if (told === 'withheld') return `Held back${again}`;
  if (told === 'missing') return `None: ${because ?? 'no reason given'}${again}`;
  return `Told${because === null ? '' : `: ${because}`}${from}${again}`;
}

const WAYS: Readonly<Record<string, string>> = {
  pulled: 'on request, ',
  overridden: 'under an emergency override, ',
};

const groundText = ({ ground: { rule, agreement, law, way } }: PersonRow): string =>
  capital(
    `${WAYS[way ?? ''] ?? ''}${law === null ? '' : `${law}; `}${agreement === null ? `rule ${rule}` : `${agreement}, rule ${rule}`}`,
  );

function laterText({ what, why, at, seen, leafIndex }: Later, { to }: PersonRow): string {
  const because = why === null ? '' : `, because ${why}`;
  const when = `on ${shownTime(at).text}${because} (leaf ${leafIndex})`;
  if (what === 'not-let-in') return `${to.name} did not let it in ${when}: nobody there saw it`;
  const notice = seen
    ? `${to.name} has seen the notice`
    : `nobody at ${to.name} has confirmed seeing the notice`;
  return `${capital(plain(what))} ${when}; ${notice}`;
}

function refusedEntry(line: RefusalLine): StoryEntry {
  const where =
    line.stopped === 'before-it-left' ? 'before it left' : 'when it came, before anybody there saw it';
  return {
    title: `${line.from.name} wanted to tell ${line.to.name}, and was stopped`,
    byline: 'Software system',
    at: shownSecond(line.at),
    facts: line.task === null ? [] : [{ name: 'For', text: line.task }],
    items: [
      {
        name: line.item.name,
        said: `Stopped ${where}`,
        ground: capital(line.because),
        became: [],
        notes: [],
      },
    ],
    notes: [],
    proof: { leaf: line.leafIndex, href: leafAddress(line.leafIndex) },
  };
}
