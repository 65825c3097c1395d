import { readJws } from '#contracts';
import type { OfferLeaf, UnmetLeaf } from '#storage';
import { rangesOf, rangesText, type IndexRange } from '../index-ranges.js';
import type { Columns } from '../csv.js';
import { groupsOf } from './groups.js';
import { lower, namedUnit, plain, type NamedParty, type Words } from './words.js';

/** How a request came to nothing; `called-in`: it goes on, but somebody else had to be called in. */
export type UnmetHow = 'declined' | 'failed' | 'no-answer' | 'called-in';

/** How often one unit was asked for one kind of task and it came to nothing, for one reason. */
export interface UnmetRow {
  readonly kind: { readonly code: string; readonly name: string };
  /** Who asked, and who was asked. */
  readonly asker: NamedParty;
  readonly asked: NamedParty;
  readonly how: UnmetHow;
  /** Code of the reason; null for a silence. */
  readonly reason: string | null;
  readonly because: string;
  readonly count: number;
  readonly leaves: readonly IndexRange[];
}

/** Needs of one kind that were offered to several and that none of them met. */
export interface UnmetNeeds {
  readonly kind: { readonly code: string; readonly name: string };
  readonly asker: NamedParty;
  readonly needs: number;
  readonly offers: number;
  readonly leaves: readonly IndexRange[];
}

/** A skill that kinds want which came to nothing. The log does not say which skill was lacking. */
export interface WantedSkill {
  readonly skill: { readonly code: string; readonly name: string };
  readonly count: number;
  readonly kinds: readonly string[];
  readonly leaves: readonly IndexRange[];
}

/** What was asked for and not done: the evidence for training and cover. */
export interface UnmetReport {
  readonly rows: readonly UnmetRow[];
  readonly needs: readonly UnmetNeeds[];
  readonly skills: readonly WantedSkill[];
  readonly leaves: readonly IndexRange[];
}

const HOW: Readonly<Record<string, UnmetHow>> = {
  'concordat.task.rejected.v1': 'declined',
  'concordat.task.failed.v1': 'failed',
  'concordat.task.expired.v1': 'no-answer',
  'concordat.task.escalated.v1': 'called-in',
};

/** One event that says so, read. */
interface Unmet {
  readonly leaf: UnmetLeaf;
  readonly how: UnmetHow;
  readonly reason: string | null;
  /** The need of which the request was an offer. */
  readonly need: string | undefined;
}

/** The report on what came to nothing, in the words of the newest directory; `offers` tells which needs were met by another. */
export function unmetReport(
  found: readonly UnmetLeaf[],
  offers: readonly OfferLeaf[],
  words: Words,
): UnmetReport {
  const unmet = found.map(read);
  const rows = groupsOf(unmet, ({ leaf, how, reason }) =>
    [leaf.kind, leaf.asker, leaf.askerUnit, leaf.performer, leaf.performerUnit, how, reason].join(' '),
  ).map((same) => rowOf(same, words));
  return {
    rows: rows.sort((a, b) => b.count - a.count),
    needs: needsOf(unmet, offers, words),
    skills: skillsOf(unmet, words),
    leaves: rangesOf(found.map(({ leafIndex }) => leafIndex)),
  };
}

/** The request of an offer names its need. */
export const needIn = (request: string): string | undefined => dataOf(request).need;

function read(leaf: UnmetLeaf): Unmet {
  const { reason, why } = dataOf(leaf.event);
  return {
    leaf,
    how: HOW[leaf.type] ?? 'declined',
    reason: reason ?? why ?? null,
    need: needIn(leaf.request),
  };
}

interface Said {
  readonly reason?: string;
  readonly why?: string;
  readonly need?: string;
}

/** Leaves were judged when they came in: what they hold has its form. */
const dataOf = (jws: string): Said => (JSON.parse(readJws(jws).payload) as { readonly data: Said }).data;

const leavesOf = (unmet: readonly Unmet[]): IndexRange[] => rangesOf(unmet.map(({ leaf }) => leaf.leafIndex));

const kindOf = (code: string, words: Words): UnmetRow['kind'] => ({ code, name: words.kind(code) });

function rowOf(same: readonly [Unmet, ...Unmet[]], words: Words): UnmetRow {
  const { leaf, how, reason } = same[0];
  return {
    kind: kindOf(leaf.kind, words),
    asker: namedUnit(words, { agency: leaf.asker, unit: leaf.askerUnit }),
    asked: namedUnit(words, { agency: leaf.performer, unit: leaf.performerUnit }),
    how,
    reason,
    because: becauseOf(how, reason, words),
    count: same.length,
    leaves: leavesOf(same),
  };
}

function becauseOf(how: UnmetHow, reason: string | null, words: Words): string {
  if (how === 'no-answer' || reason === null) return 'no answer in time';
  return how === 'called-in' ? plain(reason) : words.decline(reason);
}

/** A need was met where any of its offers was accepted; it is open while an offer has not ended. */
function needsOf(unmet: readonly Unmet[], offers: readonly OfferLeaf[], words: Words): UnmetNeeds[] {
  const ended = unmet.filter(({ how, need }) => need !== undefined && how !== 'called-in');
  const offersOf = new Map(
    groupsOf(
      offers.map(({ taskId, request, accepted }) => ({ taskId, accepted, need: needIn(request) })),
      ({ need }) => need ?? '',
    ).map((same) => [same[0].need, same]),
  );
  const unmetNeeds = groupsOf(ended, ({ need }) => need ?? '').filter((same) => {
    const tasks = new Set(same.map(({ leaf }) => leaf.taskId));
    const all = offersOf.get(same[0].need) ?? [];
    return all.every(({ taskId, accepted }) => !accepted && tasks.has(taskId));
  });
  return groupsOf(unmetNeeds, ([{ leaf }]) => [leaf.kind, leaf.asker, leaf.askerUnit].join(' '))
    .map((needs) => {
      const { leaf } = needs[0][0];
      const all = needs.flat();
      return {
        kind: kindOf(leaf.kind, words),
        asker: namedUnit(words, { agency: leaf.asker, unit: leaf.askerUnit }),
        needs: needs.length,
        offers: new Set(all.map((one) => one.leaf.taskId)).size,
        leaves: leavesOf(all),
      };
    })
    .sort((a, b) => b.needs - a.needs);
}

function skillsOf(unmet: readonly Unmet[], words: Words): WantedSkill[] {
  const wanted = unmet.flatMap((one) => {
    const { anyOf = [], allOf = [] } = words.kindEntry(one.leaf.kind)?.requiredSkills ?? {};
    return [...new Set([...anyOf, ...allOf])].map((skill) => ({ skill, one }));
  });
  return groupsOf(wanted, ({ skill }) => skill)
    .map((same) => ({
      skill: { code: same[0].skill, name: words.skill(same[0].skill) },
      count: new Set(same.map(({ one }) => one.leaf.taskId)).size,
      kinds: [...new Set(same.map(({ one }) => one.leaf.kind))].sort(),
      leaves: leavesOf(same.map(({ one }) => one)),
    }))
    .sort((a, b) => b.count - a.count);
}

/** The report as lines to read. */
export function unmetText({ rows, needs, skills }: UnmetReport): readonly string[] {
  if (rows.length === 0) return ['Nothing that was asked for came to nothing.'];
  return [
    'What came to nothing, the most frequent first',
    ...rows.map(
      ({ kind, asker, asked, how, because, count }) =>
        `  ${count} x ${kind.name}, asked of ${asked.name} by ${asker.name}: ${plain(how)}, ${lower(because)}`,
    ),
    '',
    'Needs that were offered to several and that none met',
    ...(needs.length === 0 ? ['  none'] : []),
    ...needs.map(
      ({ kind, asker, needs: number, offers }) =>
        `  ${number} x ${kind.name}, of ${asker.name}; ${offers} offers`,
    ),
    '',
    'Skills that these tasks want (the log does not say which of them was lacking)',
    ...skills.map(({ skill, count, kinds }) => `  ${count} x ${skill.name}: ${kinds.join(', ')}`),
  ];
}

/** The rows as a table. */
export const UNMET_COLUMNS: Columns<UnmetRow> = {
  kind: ({ kind }) => kind.code,
  kind_name: ({ kind }) => kind.name,
  asker: ({ asker }) => asker.agency,
  asker_unit: ({ asker }) => asker.unit,
  asked: ({ asked }) => asked.agency,
  asked_unit: ({ asked }) => asked.unit,
  how: ({ how }) => how,
  reason: ({ reason }) => reason,
  because: ({ because }) => because,
  count: ({ count }) => count,
  leaves: ({ leaves }) => rangesText(leaves),
};
