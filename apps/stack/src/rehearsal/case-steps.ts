import type { ItemStatement, Party } from '#domain';
import type { Cast } from './cast.js';
import type { Answer, Desk, Problem } from './desk.js';
import type { Step } from './steps.js';

/** What goes into a case file. */
export interface Entry {
  readonly items?: readonly ItemStatement[] | undefined;
  readonly note?: string | undefined;
}

/** What became of it. */
export interface CaseOutcome {
  readonly problem?: Problem;
  readonly remarks: readonly string[];
  /** The temporary name that the service made for a person without one. */
  readonly alias?: string;
}

/** Opens a case, notes something in it, or closes it: acts of one agency on its own file, of which nothing travels. */
export async function caseStep(cast: Cast, step: Step, by: Party, entry: Entry): Promise<CaseOutcome> {
  const desk = cast.desk(by.agency);
  if (!desk) return { remarks: [`The running system has no service of ${by.agency}.`], problem: NO_SERVICE };
  if (step.do === 'open-case') return openFile(cast, desk, { local: step.case, by }, entry);
  if (step.do === 'close-case') return closeFile(cast, desk, step, by);
  return keepInCase(cast, step, by, entry);
}

/** Adds to the agency's own file. An agency that does not know the case yet opens a file of its own. */
export async function keepInCase(cast: Cast, step: Step, by: Party, entry: Entry): Promise<CaseOutcome> {
  const desk = cast.desk(by.agency);
  if (!desk) return { problem: NO_SERVICE, remarks: [] };
  const local = cast.caseOf(step);
  const { items = [], note } = entry;
  if (items.length === 0 && note === undefined) return { remarks: [] };
  const body = { unit: by.unit, ...(items.length > 0 && { items }), ...(note !== undefined && { note }) };
  const answer = await desk.post(`/cases/${cast.caseId(local, by.agency) ?? ''}/entries`, body);
  if (!('problem' in answer)) {
    cast.known(local).says(by.agency, items);
    return { remarks: [] };
  }
  if (answer.problem.code !== 'CASE_UNKNOWN') return { problem: answer.problem, remarks: [] };
  const opened = await openFile(cast, desk, { local, by }, { items });
  if (opened.problem) return opened;
  const remarks = ['No task of this case has reached this agency: it opens a case file of its own.'];
  const { alias } = opened;
  if (note === undefined) return { remarks, ...(alias && { alias }) };
  const noted = await desk.post(`/cases/${cast.caseId(local, by.agency) ?? ''}/entries`, {
    unit: by.unit,
    note,
  });
  return { ...problemIn(noted), remarks, ...(alias && { alias }) };
}

const NO_SERVICE: Problem = {
  status: 0,
  code: 'NO_SERVICE',
  title: 'The running system has no service of this agency.',
  detail: '',
  faults: [],
  because: {},
};

async function openFile(
  cast: Cast,
  desk: Desk,
  { local, by }: { readonly local: string; readonly by: Party },
  { items = [] }: Entry,
): Promise<CaseOutcome> {
  const body = { mode: 'exercise', unit: by.unit, ...(items.length > 0 && { items }) };
  const answer = await desk.post('/cases', body);
  if ('problem' in answer) return { problem: answer.problem, remarks: [] };
  cast.caseOpened(local, by.agency, String(answer.body['caseId']));
  cast.known(local).says(by.agency, items);
  const { alias } = answer.body;
  return { remarks: [], ...(typeof alias === 'string' && { alias }) };
}

async function closeFile(cast: Cast, desk: Desk, step: Step, { agency, unit }: Party): Promise<CaseOutcome> {
  const path = `/cases/${cast.caseId(cast.caseOf(step), agency) ?? ''}`;
  const outcome = step.outcome ?? 'closed';
  const first = await desk.post(`${path}/close`, { unit, outcome });
  if (!('problem' in first) || first.problem.code !== 'CASE_UNKNOWN')
    return { ...problemIn(first), remarks: [] };
  // The agency knows the case by its tasks alone: a first entry gives it a file that can be closed.
  await desk.post(`${path}/entries`, { unit, note: outcome });
  return { ...problemIn(await desk.post(`${path}/close`, { unit, outcome })), remarks: [] };
}

const problemIn = (answer: Answer): { problem?: Problem } =>
  'problem' in answer ? { problem: answer.problem } : {};
