import type { Named, OverrideLine, RefusalLine } from '../story/person-report.js';
import { capital, plain } from '../../page/code-words.js';
import { monthText } from '../times.js';
import { overrideTable, refusalTable } from './person-tables.js';
import { count, leaf, leaves, recorded, text, type LeafRange, type ReportTable } from './report-table.js';

/** What is read of the accounting between two agencies. */
export interface AccountingReport {
  readonly between: readonly [Named & Agency, Named & Agency];
  readonly counts: readonly {
    readonly from: string;
    readonly to: string;
    readonly item: Named;
    readonly rule: string;
    readonly values: number;
    readonly missing: number;
    readonly withheld: number;
    readonly leaves: readonly LeafRange[];
  }[];
  readonly rows: readonly {
    readonly leafIndex: number;
    readonly at: string;
    readonly occurredAt: string | null;
    readonly from: Named;
    readonly to: Named;
    readonly task: string;
    readonly item: Named;
    readonly told: string;
    readonly ground: { readonly rule: string };
  }[];
}

interface Agency {
  readonly agency: string;
}

/** What two agencies told each other: how often, and each by itself. */
export function accountingTables({ between, counts, rows }: AccountingReport): readonly ReportTable[] {
  const name = (code: string): string => between.find(({ agency }) => agency === code)?.name ?? plain(code);
  return [
    {
      heading: 'How often',
      columns: ['From', 'To', 'Item', 'Rule', 'Told', 'None', 'Held back', 'Leaves'],
      rows: counts.map((row) => [
        text(name(row.from)),
        text(name(row.to)),
        text(row.item.name),
        text(row.rule),
        ...[row.values, row.missing, row.withheld].map(count),
        leaves(row.leaves),
      ]),
      empty: 'Nothing was told.',
    },
    {
      heading: 'Each by itself',
      columns: ['When', 'From', 'To', 'For', 'Item', 'Said', 'Rule', 'Leaf'],
      rows: rows.map((row) => [
        recorded(row),
        ...[row.from.name, row.to.name, row.task, row.item.name, capital(row.told), row.ground.rule].map(
          text,
        ),
        leaf(row.leafIndex),
      ]),
      empty: 'Nothing was told.',
    },
  ];
}

/** Overrides that wait for a review. */
export const overridesTables = ({
  rows,
}: {
  readonly rows: readonly OverrideLine[];
}): readonly ReportTable[] => [overrideTable('Emergency overrides that nobody has reviewed who may', rows)];

/** What is read of the report on refusals. */
export interface RefusalsReport {
  readonly counts: readonly (Pick<RefusalLine, 'from' | 'to' | 'item' | 'because' | 'stopped'> & Counted)[];
  readonly rows: readonly RefusalLine[];
}

interface Counted {
  readonly count: number;
  readonly leaves: readonly LeafRange[];
}

/** What was not let through: how often, and each by itself. */
export const refusalsTables = ({ counts, rows }: RefusalsReport): readonly ReportTable[] => [
  {
    heading: 'How often, the most frequent first',
    columns: ['Times', 'From', 'To', 'Item', 'Why', 'Stopped', 'Leaves'],
    rows: counts.map((row) => [
      count(row.count),
      ...[row.from.name, row.to.name, row.item.name, capital(row.because)].map(text),
      text(row.stopped === 'before-it-left' ? 'Before it left' : 'When it came'),
      leaves(row.leaves),
    ]),
    empty: 'Nothing was kept from being told.',
  },
  refusalTable('Each by itself', rows),
];

/** What is read of the report on gaps. */
export interface GapsReport {
  readonly rows: readonly ({
    readonly agency: Named;
    readonly to: Named;
    readonly item: Named;
    readonly because: string;
    readonly month: string;
  } & Counted)[];
}

/** What was missing or held back. */
export const gapsTables = ({ rows }: GapsReport): readonly ReportTable[] => [
  {
    heading: 'What was missing or held back',
    columns: ['Times', 'Agency', 'Told to', 'Item', 'Why', 'Month', 'Leaves'],
    rows: rows.map((row) => [
      count(row.count),
      ...[row.agency.name, row.to.name, row.item.name, capital(row.because), monthText(row.month)].map(text),
      leaves(row.leaves),
    ]),
    empty: 'Nothing was missing or held back.',
  },
];

/** What is read of the report on what came to nothing. */
export interface UnmetReport {
  readonly rows: readonly ({
    readonly kind: Named;
    readonly asker: Named;
    readonly asked: Named;
    readonly how: string;
    readonly because: string;
  } & Counted)[];
  readonly needs: readonly {
    readonly kind: Named;
    readonly asker: Named;
    readonly needs: number;
    readonly offers: number;
    readonly leaves: readonly LeafRange[];
  }[];
  readonly skills: readonly ({ readonly skill: Named } & Counted)[];
}

const HOW: Readonly<Record<string, string>> = {
  failed: 'Could not be done',
  'called-in': 'Somebody else was called in',
};
const howText = (how: string): string => HOW[how] ?? capital(plain(how));

/** What was asked for and came to nothing. */
export const unmetTables = ({ rows, needs, skills }: UnmetReport): readonly ReportTable[] => [
  {
    heading: 'What came to nothing, the most frequent first',
    columns: ['Times', 'Task', 'Asked of', 'Asked by', 'How', 'Why', 'Leaves'],
    rows: rows.map((row) => [
      count(row.count),
      ...[row.kind.name, row.asked.name, row.asker.name, howText(row.how), capital(row.because)].map(text),
      leaves(row.leaves),
    ]),
    empty: 'Nothing that was asked for came to nothing.',
  },
  {
    heading: 'Needs that were offered to several and that none met',
    columns: ['Times', 'Task', 'Needed by', 'Offers', 'Leaves'],
    rows: needs.map((row) => [
      count(row.needs),
      ...[row.kind.name, row.asker.name].map(text),
      count(row.offers),
      leaves(row.leaves),
    ]),
    empty: 'There is none.',
  },
  {
    heading: 'Skills that these tasks want',
    columns: ['Times', 'Skill', 'Leaves'],
    rows: skills.map((row) => [count(row.count), text(row.skill.name), leaves(row.leaves)]),
    empty: 'There is none. The log does not say which skill was lacking.',
  },
];
