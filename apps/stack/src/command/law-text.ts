import type { DirectoryData, LawRuleEntry } from '#directory';
import type { LawInForce } from './law-in-force.js';

/** The law in force as a person reads it: each power with its rules and clocks, then the rules of no power. */
export function lawLines(
  { at, powers, rules, clocks }: LawInForce,
  from: { readonly data: DirectoryData; readonly where: string },
): readonly string[] {
  const counts = `powers and duties ${powers.length}, rules ${rules.length}, clocks ${clocks.length}`;
  return [
    `In force at ${at} by ${from.where}: ${counts}.`,
    'A rule warns and explains; it never says that something is or is not lawful. Not legal advice.',
    ...powers.flatMap((power) => [
      '',
      `${power.code}: ${power.does}`,
      `  ${since(power)}; ${power.source ?? 'no source'}`,
      ...rules.filter((rule) => rule.power === power.code).flatMap(ruleLines),
      ...clocks.filter((clock) => clock.power === power.code).flatMap((one) => clockLines(one, from.data)),
    ]),
    ...practiceLines(rules.filter(({ power }) => power === undefined)),
  ];
}

function practiceLines(rules: readonly LawRuleEntry[]): readonly string[] {
  return rules.length === 0 ? [] : ['', 'Agreed practice, of no power', ...rules.flatMap(ruleLines)];
}

const ruleLines = (rule: LawRuleEntry): readonly string[] => [
  `  rule ${rule.code}, ${since(rule)}`,
  `    ${rule.says}`,
  ...(rule.note === undefined ? [] : [`    note: ${rule.note}`]),
  `    source: ${rule.source}`,
];

type Clock = DirectoryData['clocks'][number];

function clockLines(clock: Clock, { clockReasons }: DirectoryData): readonly string[] {
  const { code, label, maxMinutes, extension, warnAtPercent, note, source } = clock;
  const named = (codes: readonly string[]): string =>
    codes.map((code) => clockReasons.find((one) => one.code === code)?.label ?? code).join('; ');
  return [
    `  clock ${code}, ${since(clock)}`,
    `    ${label}: ${maxMinutes} minutes; warns at ${warnAtPercent.join(' and ')} percent`,
    ...(extension
      ? [
          `    at most ${extension.minutes} minutes longer because: ${named(extension.reasons)}`,
          `    never because: ${named(extension.never)}`,
        ]
      : []),
    ...(note === undefined ? [] : [`    note: ${note}`]),
    `    source: ${source}`,
  ];
}

const since = (dated: { readonly inForceFrom: string; readonly inForceUntil?: string }): string =>
  `in force from ${dated.inForceFrom}${dated.inForceUntil === undefined ? '' : ` until ${dated.inForceUntil}`}`;
