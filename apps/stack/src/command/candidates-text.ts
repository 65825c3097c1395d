import type { Party } from '#domain';
import { inColumns } from './columns.js';

/** A unit as the service ranks and names it. */
export interface RankedUnit {
  readonly unit: Party & { readonly name: string };
  readonly fits: boolean;
  readonly isAskable: boolean;
  readonly roster: string;
  readonly onShift: number;
  readonly free?: number;
  readonly hostedBy?: string;
  readonly elsewhere: readonly { readonly code: string; readonly label: string }[];
  readonly shortfalls: readonly { readonly code: string; readonly label: string }[];
}

/** Who could take a need, the best first, as the asker's service says it. */
export interface Ranking {
  readonly directoryVersion: number;
  /** ISO 8601. */
  readonly at: string;
  readonly from: Party;
  readonly kind: string;
  readonly urgency: string;
  readonly candidates: readonly RankedUnit[];
}

/** A ranked unit with its place among all of them, from 1. */
interface Placed extends RankedUnit {
  readonly place: number;
}

/**
 * A ranking as a person reads it: who can take the need, who could be asked though little is known, and what the others lack. Units
 * that are not asked for this kind at all are counted, and listed with `all`.
 */
export function candidateLines(
  ranking: Ranking,
  { service, all }: { readonly service: string; readonly all: boolean },
): readonly string[] {
  const { from, kind, urgency, at, directoryVersion } = ranking;
  const placed = ranking.candidates.map((one, i): Placed => ({ ...one, place: i + 1 }));
  const isForeign = ({ shortfalls }: Placed): boolean =>
    shortfalls.some(({ code }) => code === 'not-asked-for-this');
  const others = placed.filter((one) => !one.isAskable && !isForeign(one));
  const foreign = placed.filter(isForeign);
  return [
    `${from.agency}/${from.unit} needs ${kind}, urgency ${urgency}, at ${at}.`,
    `The running service at ${service} says so, by directory version ${directoryVersion}; nothing was stored or sent.`,
    ...groupLines(
      'Can take it',
      placed.filter(({ fits }) => fits),
    ),
    ...groupLines(
      'Can be asked, though it is not known who is on shift now',
      placed.filter(({ fits, isAskable }) => isAskable && !fits),
    ),
    ...groupLines('Lacks something', others),
    ...(all ? groupLines('Not asked for this', foreign) : countLines(foreign.length)),
  ];
}

const countLines = (count: number): readonly string[] =>
  count === 0 ? [] : ['', `Not asked for this: ${count} (--all lists them)`];

function groupLines(heading: string, units: readonly Placed[]): readonly string[] {
  const rows = inColumns(units.map(rowOf));
  return [
    '',
    `${heading}: ${units.length === 0 ? 'nobody' : units.length}`,
    ...units.flatMap((unit, i) => [`  ${rows[i] ?? ''}`, ...noteLines(unit)]),
  ];
}

const rowOf = ({ place, unit, onShift, free, roster }: Placed): readonly string[] => [
  String(place).padStart(2),
  `${unit.agency}/${unit.unit}`,
  unit.name === unit.unit ? '' : unit.name,
  roster === 'unknown' ? '' : `${onShift} on shift`,
  free === undefined ? '' : `${free} free`,
  `roster ${roster}`,
];

function noteLines({ shortfalls, elsewhere, hostedBy }: Placed): readonly string[] {
  const indent = ' '.repeat(6);
  return [
    ...inColumns(shortfalls.map(({ code, label }) => [code, label])).map((row) => `${indent}${row}`),
    ...(elsewhere.length > 0
      ? [`${indent}from elsewhere: ${elsewhere.map(({ label }) => label).join(', ')}`]
      : []),
    ...(hostedBy === undefined ? [] : [`${indent}its staff work at the place of: ${hostedBy}`]),
  ];
}
