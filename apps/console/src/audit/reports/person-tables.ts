import { overrideText } from '../story/person-story-view.js';
import type { OverrideLine, PersonReport, PersonRow, RefusalLine } from '../story/person-report.js';
import { capital, plain } from '../../page/code-words.js';
import { leaf, recorded, text, time, type ReportTable } from './report-table.js';

const TOLD = { value: 'Told', missing: 'None', withheld: 'Held back' } as const;

/** Who was told what about a person. */
export const personTables = ({ rows, refused, overrides }: PersonReport): readonly ReportTable[] => [
  {
    heading: 'What was told',
    columns: ['When', 'From', 'To', 'For', 'Item', 'Said', 'Ground', 'What became of it', 'Leaf'],
    rows: rows.map(toldCells),
    empty: 'Nothing is recorded as told.',
  },
  refusalTable('What was stopped before it was told', refused),
  overrideTable('What was told in an emergency though no rule let it', overrides),
];

const toldCells = (row: PersonRow) => [
  recorded(row),
  text(row.from.name),
  text(row.to.name),
  text(row.mode === 'actual' ? row.task : `${row.task} (${row.mode})`),
  text(row.item.name),
  text(row.because === null ? TOLD[row.told] : `${TOLD[row.told]}: ${row.because}`),
  text([row.ground.law, `rule ${row.ground.rule}`].filter((part) => part !== null).join('; ')),
  text(
    [...row.later.map(({ what }) => capital(plain(what))), ...(row.review ? [capital(row.review)] : [])].join(
      '. ',
    ),
  ),
  leaf(row.leafIndex),
];

/** What was not let through, each by itself. */
export const refusalTable = (heading: string, lines: readonly RefusalLine[]): ReportTable => ({
  heading,
  columns: ['When', 'From', 'To', 'Item', 'Why', 'Stopped', 'Leaf'],
  rows: lines.map((line) => [
    time(line.at),
    text(line.from.name),
    text(line.to.name),
    text(line.item.name),
    text(capital(line.because)),
    text(line.stopped === 'before-it-left' ? 'Before it left' : 'When it came'),
    leaf(line.leafIndex),
  ]),
  empty: 'Nothing was kept from being told.',
});

/** What was told under emergency overrides. */
export const overrideTable = (heading: string, lines: readonly OverrideLine[]): ReportTable => ({
  heading,
  columns: ['When', 'From', 'To', 'Items', 'Why, and its review', 'May review it', 'Leaf'],
  rows: lines.map((line) => [
    recorded(line),
    text(line.from.name),
    text(line.to.name),
    text(line.items.map(({ name }) => name).join(', ')),
    text(overrideText(line)),
    text(line.reviewers.join(' or ')),
    leaf(line.leafIndex),
  ]),
  empty: 'Nothing was told under an emergency override.',
});
