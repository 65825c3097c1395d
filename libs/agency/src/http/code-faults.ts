import type { Fault } from '#domain';
import type { Directory } from '#directory';
import { itemFaults, unknownCode } from './item-faults.js';
import { rosterFaults } from './roster-faults.js';

/** What the codes of a body are judged by. */
export interface CodeView {
  readonly directory: Directory;
  /** The agency whose service this is. */
  readonly agency: string;
  /** Modes in which this service acts. */
  readonly modes: readonly string[];
}

type Body = Readonly<Record<string, unknown>>;

/**
 * Every code of a body that the directory does not know, and every pair of fields that does not fit together. A field has
 * the same meaning in each body of a case or a task, so one list of checks serves them all. A field of a wrong type is left to the check of
 * the form.
 */
export function codeFaults(body: unknown, view: CodeView): Fault[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  const given = body as Body;
  return [
    ...unitFaults('/unit', view.agency, given['unit'], view.directory),
    ...performerFaults(given['to'], view.directory),
    ...kindFaults(given, view.directory),
    ...groundFaults(given, view.directory),
    ...roleFaults('/actor/role', given['actor'], view.directory),
    ...overrideFaults(given['override'], view.directory),
    ...wantedFaults(given['wanted'], view.directory),
    ...modeFaults(given['mode'], view.modes),
    ...itemFaults(given['items'], view.directory),
    ...rosterFaults(given, view.agency, view.directory),
    ...pairFaults(given),
    ...exerciseFaults(given),
    ...employerFaults(given['actor'], view.directory),
    ...factFaults(given['facts'], view.directory),
    ...calledInFaults(given['to'], view.directory),
  ];
}

function unitFaults(pointer: string, agency: string, unit: unknown, directory: Directory): Fault[] {
  if (typeof unit !== 'string' || directory.unitExists(agency, unit)) return [];
  return [unknownCode(pointer, unit, 'unit', directory.agency(agency)?.units ?? [])];
}

const performerFaults = (to: unknown, directory: Directory): Fault[] =>
  Array.isArray(to) ? [] : partyFaults('/to', to, directory);

function partyFaults(pointer: string, party: unknown, directory: Directory): Fault[] {
  const { agency, unit } = partsOf(party);
  if (typeof agency !== 'string') return [];
  if (!directory.agency(agency))
    return [unknownCode(`${pointer}/agency`, agency, 'agency', directory.agencyCodes)];
  return unitFaults(`${pointer}/unit`, agency, unit, directory);
}

function kindFaults({ kind, urgency }: Body, directory: Directory): Fault[] {
  const { taskKind, urgency: urgencies } = directory.vocabulary;
  return [
    ...(typeof kind === 'string' && !taskKind.has(kind)
      ? [unknownCode('/kind', kind, 'kind', [...taskKind])]
      : []),
    ...(typeof urgency === 'string' && !urgencies.has(urgency)
      ? [unknownCode('/urgency', urgency, 'urgency', [...urgencies])]
      : []),
  ];
}

function roleFaults(pointer: string, actor: unknown, directory: Directory): Fault[] {
  const { role } = partsOf(actor);
  const roles = directory.vocabulary.actorRole;
  return typeof role === 'string' && !roles.has(role) ? [unknownCode(pointer, role, 'role', [...roles])] : [];
}

/** Hosted staff are employed by an agency of the directory. */
function employerFaults(actor: unknown, directory: Directory): Fault[] {
  const { employer } = partsOf(actor);
  if (typeof employer !== 'string' || directory.agency(employer)) return [];
  return [unknownCode('/actor/employer', employer, 'agency', directory.agencyCodes)];
}

/** What wanted items are for, and the basis on which they are asked for. */
function groundFaults({ purpose, basis }: Body, { vocabulary }: Directory): Fault[] {
  return [
    ...codeFault('/purpose', purpose, 'purpose', vocabulary.purpose),
    ...codeFault('/basis', basis, 'basis', vocabulary.basis),
  ];
}

/** The agreements say later whether the override counts; here its codes only. In a review it is the id of an event. */
function overrideFaults(override: unknown, directory: Directory): Fault[] {
  const { reason, authorisedBy } = partsOf(override);
  return [
    ...codeFault('/override/reason', reason, 'override reason', directory.vocabulary.overrideReason),
    ...roleFaults('/override/authorisedBy/role', authorisedBy, directory),
  ];
}

const codeFault = (pointer: string, code: unknown, what: string, known: ReadonlySet<string>): Fault[] =>
  typeof code === 'string' && !known.has(code) ? [unknownCode(pointer, code, what, [...known])] : [];

function wantedFaults(wanted: unknown, directory: Directory): Fault[] {
  if (!Array.isArray(wanted)) return [];
  const codes = wanted as readonly unknown[];
  const { item } = directory.vocabulary;
  return codes.flatMap((code, index) =>
    typeof code === 'string' && !item.has(code)
      ? [unknownCode(`/wanted/${index}`, code, 'item', [...item])]
      : [],
  );
}

function modeFaults(mode: unknown, modes: readonly string[]): Fault[] {
  if (typeof mode !== 'string' || modes.includes(mode)) return [];
  return [
    { pointer: '/mode', code: 'NOT_IN_THIS_MODE', detail: `this service acts only in: ${modes.join(', ')}` },
  ];
}

function pairFaults({ items, fromCase, caseId, decideBy, decideWithinMinutes }: Body): Fault[] {
  const faults: Fault[] = [];
  if (fromCase === true && items !== undefined) {
    faults.push({ pointer: '/items', code: 'EITHER_OR', detail: 'give either items or fromCase, not both' });
  }
  if (fromCase === true && caseId === undefined) {
    faults.push({
      pointer: '/caseId',
      code: 'MISSING',
      detail: 'fromCase needs the case whose items are meant',
    });
  }
  if (decideBy !== undefined && decideWithinMinutes !== undefined) {
    const detail = 'give either decideBy or decideWithinMinutes, not both';
    faults.push({ pointer: '/decideWithinMinutes', code: 'EITHER_OR', detail });
  }
  return faults;
}

/** Only what is no real work can be timed by the clock of an exercise. */
function exerciseFaults({ mode, exercise }: Body): Fault[] {
  if (exercise === undefined || mode !== 'actual') return [];
  const detail = 'a task of the mode actual runs on ledger time';
  return [{ pointer: '/exercise', code: 'NOT_IN_THIS_MODE', detail }];
}

function factFaults(facts: unknown, directory: Directory): Fault[] {
  const { items, ask } = partsOf(facts);
  const codes = Array.isArray(items) ? (items as readonly unknown[]) : [];
  const { item } = directory.vocabulary;
  return [
    ...codes.flatMap((code, index) => codeFault(`/facts/items/${index}`, code, 'item', item)),
    ...partyFaults('/facts/ask', ask, directory),
  ];
}

/** Units that are called in stand in a list; the one that is asked stands alone, and is judged elsewhere. */
const calledInFaults = (to: unknown, directory: Directory): Fault[] =>
  Array.isArray(to)
    ? (to as readonly unknown[]).flatMap((party, index) => partyFaults(`/to/${index}`, party, directory))
    : [];

const partsOf = (value: unknown): Body =>
  typeof value === 'object' && value !== null ? (value as Body) : {};
