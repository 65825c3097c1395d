import { TELLING_TIMES, type Explained, type Party, type TellingTime } from '#domain';
import type { Directory } from '#directory';
import { inColumns } from './columns.js';
import type { AnsweredBy, Explanation } from './explanation.js';
import { agreementLines, basisLines, lawLines, missingLines, whyText } from './explanation-notes.js';

const HEADINGS: Readonly<Record<TellingTime, string>> = {
  now: 'They would see now, with the request',
  'on-acceptance': 'On acceptance',
  'on-arrival': 'On arrival, when the work has begun',
  'on-request': 'On request, only if they ask for it by name',
  never: 'Never',
};

/**
 * A dry run as a person reads it: what goes when and under which promise, what never goes and why, what is missing, and
 * what the agreements and bases that it names are. `directory` gives the labels; without it the codes stand alone.
 */
export function explanationLines(explanation: Explanation, directory?: Directory): readonly string[] {
  const { from, to, kind, urgency, answeredBy, items } = explanation;
  const label = directory?.kind(kind)?.label;
  const what = label === undefined ? kind : `${kind} (${label})`;
  return [
    `${partyText(from)} asks ${partyText(to)} for ${what}, urgency ${urgency}.`,
    answererText(answeredBy),
    ...TELLING_TIMES.flatMap((when) => groupLines(when, explanation, directory)),
    ...missingLines(explanation, directory),
    ...lawLines(explanation),
    ...agreementLines(items, directory),
    ...basisLines(items, directory),
  ];
}

const partyText = ({ agency, unit }: Party): string => `${agency}/${unit}`;

function answererText(by: AnsweredBy): string {
  if ('service' in by)
    return `The running service at ${by.service} says so, by directory version ${by.directoryVersion}; nothing was stored or sent.`;
  return by.isFallback
    ? `No system is running here, so ${by.directory} says so alone.`
    : `${by.directory.replace(/^t/, 'T')} says so alone; no running system was asked.`;
}

function groupLines(
  when: TellingTime,
  explanation: Explanation,
  directory: Directory | undefined,
): readonly string[] {
  const items = explanation.items.filter((item) => item.when === when);
  const heading = ['', `${HEADINGS[when]}: ${items.length === 0 ? 'nothing' : items.length}`];
  const label = ({ code }: Explained): string => directory?.item(code)?.label ?? '';
  if (when === 'never') {
    const rows = items.map((item) => [item.code, label(item), whyText(item, explanation, directory)]);
    return [...heading, ...inColumns(rows).map((row) => `  ${row}`)];
  }
  // All promises of a group are set together, so that their items line up.
  const rows = inColumns(items.map((item) => [item.code, label(item)]));
  const promises = [...new Set(items.map(promiseText))];
  return [
    ...heading,
    ...promises.flatMap((promise) => [
      `  ${promise}`,
      ...rows.filter((_, i) => promiseText(items[i] as Explained) === promise).map((row) => `    ${row}`),
    ]),
  ];
}

const promiseText = ({ rule = '?', agreement = '?', version, basis = '?' }: Explained): string =>
  `under ${rule} (agreement ${agreement} version ${version ?? '?'}, basis ${basis})`;
