import type { Fault } from '#domain';
import type { Directory } from '#directory';
import { unknownCode } from './item-faults.js';

type Body = Readonly<Record<string, unknown>>;

/** Every code of a roster or of a need for candidates that the directory does not know, and what does not fit together. */
export function rosterFaults(given: Body, agency: string, directory: Directory): Fault[] {
  const { area, languages, itemsKnown, shifts } = given;
  const areas = (directory.bundle.data.areas ?? []).map(({ code }) => code);
  return [
    ...(typeof area === 'string' && !areas.includes(area) ? [unknownCode('/area', area, 'area', areas)] : []),
    ...listFaults('/languages', languages, 'language', directory.vocabulary.language),
    ...listFaults('/itemsKnown', itemsKnown, 'item', directory.vocabulary.item),
    ...(Array.isArray(shifts)
      ? (shifts as readonly unknown[]).flatMap((shift, i) =>
          isRecord(shift) ? shiftFaults(shift, `/shifts/${i}`, agency, directory) : [],
        )
      : []),
  ];
}

function shiftFaults(shift: Body, at: string, agency: string, directory: Directory): Fault[] {
  const { skill, employer, languages, from, until } = shift;
  const { vocabulary } = directory;
  return [
    ...codeFault(`${at}/skill`, skill, 'skill', vocabulary.skill),
    ...codeFault(`${at}/employer`, employer, 'employer', vocabulary.employer),
    ...listFaults(`${at}/languages`, languages, 'language', vocabulary.language),
    ...employerFaults(shift, at, agency, directory),
    ...(typeof from === 'string' && typeof until === 'string' && Date.parse(until) <= Date.parse(from)
      ? [{ pointer: `${at}/until`, code: 'ENDS_BEFORE_IT_BEGINS', detail: 'a shift ends after it begins' }]
      : []),
  ];
}

/** A role that the law gives to some only is held by whoever employs such people: a worker of another employer names it. */
function employerFaults(
  { skill, employer }: Body,
  at: string,
  agency: string,
  directory: Directory,
): Fault[] {
  const who = employer ?? agency;
  const known = typeof skill === 'string' ? directory.skill(skill) : undefined;
  if (!known?.legal || typeof who !== 'string' || !directory.vocabulary.employer.has(who)) return [];
  if (known.employers.includes(who)) return [];
  const detail = `"${who}" employs nobody in this role in law; employers are: ${known.employers.join(', ')}`;
  return [{ pointer: `${at}/employer`, code: 'EMPLOYS_NO_SUCH_ROLE', detail }];
}

const listFaults = (at: string, codes: unknown, what: string, known: ReadonlySet<string>): Fault[] =>
  Array.isArray(codes)
    ? (codes as readonly unknown[]).flatMap((code, i) => codeFault(`${at}/${i}`, code, what, known))
    : [];

const codeFault = (at: string, code: unknown, what: string, known: ReadonlySet<string>): Fault[] =>
  typeof code === 'string' && !known.has(code) ? [unknownCode(at, code, what, [...known])] : [];

const isRecord = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
