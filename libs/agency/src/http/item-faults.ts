import { byLikeness, checkStatement, type Fault, type ItemStatement } from '#domain';
import type { Directory } from '#directory';

/** Largest value of one item, in bytes of its JSON. */
export const MAX_VALUE_BYTES = 8_192;
/** Most known codes that a fault lists. */
const LISTED = 10;

/**
 * Every fault of a list of items as it came in a body, with pointers below `/items`. An item stands twice only where
 * sources conflict. What is no list of objects is left to the check of the form.
 */
export function itemFaults(items: unknown, directory: Directory): Fault[] {
  if (!Array.isArray(items)) return [];
  const list = items as readonly unknown[];
  const seen = new Map<string, boolean>();
  return list.flatMap((item, index) => {
    if (!isRecord(item)) return [];
    const faults = [
      ...(item['via'] === undefined
        ? checkStatement(item as unknown as ItemStatement)
        : passedOnFaults(item)),
      ...againstDirectory(item, directory),
    ];
    const twice = repeated(item, seen);
    return [...faults, ...twice, ...sizeFault(item)].map((fault) => ({
      ...fault,
      pointer: `/items/${index}${fault.pointer}`,
    }));
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An item that is passed on says what its event said, and nothing of its own. */
function passedOnFaults({ code: _code, via: _via, ...own }: Record<string, unknown>): Fault[] {
  const detail = 'with via the item is what that event told: give code and via alone';
  return Object.keys(own).map((name) => ({ pointer: `/${name}`, code: 'NOT_WITH_VIA', detail }));
}

function againstDirectory(
  { code, absent, value, heldBy, finder }: Record<string, unknown>,
  directory: Directory,
): Fault[] {
  const faults: Fault[] = [...agencyFault('/heldBy', heldBy, directory), ...finderFaults(finder, directory)];
  if (typeof code === 'string' && code !== '' && !directory.item(code)) {
    faults.push(unknownCode('/code', code, 'item', [...directory.vocabulary.item]));
  }
  if (typeof absent === 'string' && !directory.vocabulary.absentReason.has(absent)) {
    faults.push(unknownCode('/absent', absent, 'reason', [...directory.vocabulary.absentReason]));
  }
  if (isRecord(value) && typeof value['concept'] === 'string' && !directory.concept(value['concept'])) {
    const concepts = directory.bundle.data.concepts.map((concept) => concept.code);
    faults.push(unknownCode('/value/concept', value['concept'], 'concept', concepts));
  }
  return faults;
}

/** Holder and finder stand in the signed part of an event, which takes codes alone. */
const agencyFault = (pointer: string, agency: unknown, directory: Directory): Fault[] =>
  typeof agency === 'string' && !directory.agency(agency)
    ? [unknownCode(pointer, agency, 'agency', directory.agencyCodes)]
    : [];

function finderFaults(finder: unknown, directory: Directory): Fault[] {
  if (!isRecord(finder)) return [];
  const { agency, unit } = finder;
  const units = typeof agency === 'string' ? directory.agency(agency)?.units : undefined;
  const isUnknown = units !== undefined && typeof unit === 'string' && !units.includes(unit);
  return [
    ...agencyFault('/finder/agency', agency, directory),
    ...(isUnknown ? [unknownCode('/finder/unit', unit, 'unit', units)] : []),
  ];
}

function repeated({ code, state }: Record<string, unknown>, seen: Map<string, boolean>): Fault[] {
  if (typeof code !== 'string') return [];
  const conflicting = state === 'conflicting';
  const before = seen.get(code);
  seen.set(code, conflicting && before !== false);
  if (before === undefined || (before && conflicting)) return [];
  return [
    {
      pointer: '/code',
      code: 'ITEM_TWICE',
      detail: 'an item may stand twice only with the state conflicting',
    },
  ];
}

function sizeFault({ value }: Record<string, unknown>): Fault[] {
  if (value === undefined || Buffer.byteLength(JSON.stringify(value)) <= MAX_VALUE_BYTES) return [];
  return [
    { pointer: '/value', code: 'VALUE_TOO_LARGE', detail: `a value has at most ${MAX_VALUE_BYTES} bytes` },
  ];
}

/** A fault that names the codes which are known, those most like the given one first, not more than 10. */
export function unknownCode(pointer: string, given: string, what: string, known: readonly string[]): Fault {
  const near = byLikeness(given, known).slice(0, LISTED);
  const rest = known.length > near.length ? `, and ${known.length - near.length} more` : '';
  const name = what.toUpperCase().replaceAll(' ', '_');
  return {
    pointer,
    code: `UNKNOWN_${name}`,
    detail: `there is no such ${what}; known are: ${near.join(', ')}${rest}`,
  };
}
