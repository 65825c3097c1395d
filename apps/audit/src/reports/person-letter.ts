import type { Columns } from '../csv.js';
import { groupsOf } from './groups.js';
import { overrideText } from './overrides.js';
import type { Later, PersonReport, PersonRow } from './person.js';
import type { ReportFrame } from './report-frame.js';
import { refusalText } from './refusals.js';
import { TOLD_COLUMNS } from './told-line.js';
import { lower, ukTime, ukTimes } from './words.js';

/** The report on a person as a letter that somebody outside the trade can read. Times are those of the United Kingdom. */
export function personLetter(report: PersonReport, frame: ReportFrame): readonly string[] {
  const { rows, refused, overrides } = report;
  return [
    'WHO WAS TOLD WHAT ABOUT THIS PERSON',
    '',
    ...openingOf(report, frame),
    ...section('What was told', rows.length > 0 ? toldLines(rows) : ['Nothing is recorded as told.']),
    ...section('What was stopped before it was told', refused.map(refusalText)),
    ...section('What was told in an emergency though no rule let it', overrides.map(overrideText)),
    ...section('The grounds, in full', groundLines(rows)),
    ...section('How to check this letter', proofLines(report)),
  ];
}

const section = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', heading.toUpperCase(), '', ...lines];

function openingOf(
  { cases, rows, toReview }: PersonReport,
  { madeAt, from, to, within }: ReportFrame,
): string[] {
  const span = [from && `from ${ukTime(new Date(from))}`, to && `before ${ukTime(new Date(to))}`].filter(
    Boolean,
  );
  const seen = within === undefined ? '' : ` It tells only what ${within} sent or received.`;
  const review =
    toReview === 0
      ? []
      : [
          '',
          `BEFORE RELEASE: ${toReview} of the entries may concern another person and are marked "to be reviewed". Whoever`,
          'releases this letter decides on each of them (UK GDPR article 15(4); Data Protection Act 2018, Schedule 2,',
          'paragraph 16), and takes this paragraph and the marks out.',
        ];
  return [
    `Made on ${ukTime(madeAt)} (UK time)${span.length > 0 ? `, for what was recorded ${span.join(' and ')}` : ''}.${seen}`,
    `The record holds ${counted(rows.length, 'entry', 'entries')} in ${counted(cases.length, 'case', 'cases')} to which the identifiers that were searched for lead.`,
    '',
    'This letter says which organisation told which other organisation what kind of information, when, and on what ground.',
    'It does not hold the information itself: the record is kept so that whoever runs it cannot read it. The organisation that',
    'told something, and the one that was told, hold it in their own records and can be asked for it. A custodian can open',
    'the sealed record too, for a reason that is itself recorded.',
    ...review,
  ];
}

function toldLines(rows: readonly PersonRow[]): readonly string[] {
  return groupsOf(rows, ({ leafIndex }) => String(leafIndex)).flatMap((same) => [
    `${ukTimes(same[0])}: ${same[0].from.name} (${lower(same[0].role)}) told ${same[0].to.name}, for: ${lower(same[0].task)}.${modeText(same[0])} [leaf ${same[0].leafIndex}]`,
    ...same.flatMap(itemLines),
    '',
  ]);
}

const modeText = ({ mode }: PersonRow): string =>
  mode === 'actual' ? '' : ` This was ${mode === 'exercise' ? 'an exercise' : 'a test'}.`;

function itemLines(row: PersonRow): readonly string[] {
  const ground =
    row.ground.law === null
      ? ''
      : ` Ground: ${lower(row.ground.law.replace(/ \(.*$/, ''))}; ${ruleText(row)}.`;
  return [
    `  - ${row.item.name}: ${toldText(row)}.${originText(row)}${ground}`,
    ...row.later.map((later) => `      ${laterText(later, row)}`),
    ...(row.review === null ? [] : [`      [${row.review}]`]),
  ];
}

function toldText({ told, because, correction }: PersonRow): string {
  const again = correction ? ', putting right what was told before' : '';
  if (told === 'value') return `told${because === null ? '' : ` (${because})`}${again}`;
  if (told === 'withheld') return `held back; only that it is held back was told${again}`;
  return `not told, since there was nothing to tell: ${because === null ? 'no reason given' : lower(because)}${again}`;
}

const originText = ({ passedOnFrom }: PersonRow): string =>
  passedOnFrom === null ? '' : ` It was the information of ${passedOnFrom.name}, passed on.`;

const ruleText = ({ ground: { rule, agreement, version, way } }: PersonRow): string =>
  [
    agreement === null
      ? `rule ${rule}`
      : `agreement "${agreement}"${version === null ? '' : `, version ${version}`}, rule ${rule}`,
    way === 'pulled' ? 'on request' : way === 'overridden' ? 'under an emergency override' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');

function laterText({ what, why, at, seen, leafIndex }: Later, { to }: PersonRow): string {
  const because = why === null ? '' : `, because ${why}`;
  if (what === 'not-let-in')
    return `${to.name} did not let it in on ${ukTime(at)}${because}: nobody there saw it. [leaf ${leafIndex}]`;
  const notice = seen
    ? `; ${to.name} has seen the notice`
    : `; nobody at ${to.name} has confirmed seeing the notice`;
  return `${what === 'corrected' ? 'Corrected' : 'Taken back'} on ${ukTime(at)}${because}${notice}. [leaf ${leafIndex}]`;
}

function groundLines(rows: readonly PersonRow[]): readonly string[] {
  const grounds = groupsOf(
    rows.filter(({ ground }) => ground.law !== null),
    ({ ground }) => ground.law ?? '',
  );
  return grounds.map(
    ([{ ground }]) => `${ground.law}. Duty of confidence: ${ground.confidence ?? 'not said'}.`,
  );
}

function proofLines({ leaves, evidence }: PersonReport): readonly string[] {
  if (leaves.length === 0) return ['Nothing is recorded, so there is nothing to prove.'];
  return [
    'Each entry names a leaf: its place in a record that cannot be changed unseen. The proof file of this letter holds these leaves',
    'with a proof for each (format concordat-evidence/v1); it is checked on any computer without this service. The audit service',
    'gives it, in one part for each case:',
    ...evidence.map((path) => `  GET ${path}`),
  ];
}

const counted = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

/** The rows as a table. */
export const PERSON_COLUMNS: Columns<PersonRow> = {
  ...TOLD_COLUMNS,
  role: ({ role }) => role,
  because: ({ because }) => because,
  passed_on_from: ({ passedOnFrom }) => passedOnFrom?.agency,
  correction: ({ correction }) => correction,
  later: ({ later }) =>
    later.map(({ what, at, leafIndex }) => `${what} ${at.toISOString()} leaf ${leafIndex}`).join('; '),
  review: ({ review }) => review,
};
