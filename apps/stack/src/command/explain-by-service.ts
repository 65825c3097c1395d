import type { Directory } from '#directory';
import { Desk, type Problem } from '../rehearsal/desk.js';
import type { Door } from '../rehearsal/system.js';
import { askedItems } from './asked-items.js';
import { codedCall } from './call-codes.js';
import type { ExplainCall } from './explain-call.js';
import type { Explanation, Outcome } from './explanation.js';

/**
 * Asks the asker's own service what would become of a request: `POST /tasks/explain`. `directory` is the one beside this
 * program; it only says which items the kind wants, where the call names none. Never rejects for what the service says.
 */
export async function explainByService(
  call: ExplainCall,
  door: Door,
  directory: Directory | undefined,
): Promise<Outcome> {
  const desk = new Desk(door, new AbortController().signal);
  const answer = await desk.post('/tasks/explain', requestBody(call, directory));
  if ('problem' in answer) return outcomeOf(answer.problem, door);
  const { body } = answer;
  if (!isExplained(body)) return { nobody: noAgency(door) };
  const { from, to, kind, urgency, items, missing, warnings, directoryVersion } = body;
  if (from.agency !== call.from.agency) {
    const detail = `the service at ${door.url} is the one of "${from.agency}"`;
    const fault = { pointer: '/from/agency', code: 'NOT_THIS_AGENCY', detail };
    return {
      refused: { code: 'NOT_THIS_AGENCY', title: 'An agency is asked at its own service.', faults: [fault] },
    };
  }
  const answeredBy = { service: door.url, directoryVersion };
  const isAssumed = call.items.length === 0 && call.caseId === undefined;
  return { explained: { answeredBy, from, to, kind, urgency, items, missing, warnings, isAssumed } };
}

/** The body of the request that a call describes; an item stands in it without a value, as one that is not known. */
export function requestBody(
  call: ExplainCall,
  directory: Directory | undefined,
): Readonly<Record<string, unknown>> {
  const { from, to, kind, mode, urgency, grade, caseId, wanted, purpose, basis, items } = call;
  const isOfCase = caseId !== undefined && items.length === 0 && !call.everyItem;
  return {
    kind,
    to,
    unit: from.unit,
    mode,
    actor: { role: 'service', type: 'system' },
    ...(urgency !== undefined && { urgency }),
    ...(grade !== undefined && { grade }),
    ...(caseId !== undefined && { caseId }),
    ...(wanted.length > 0 && { wanted }),
    ...(purpose !== undefined && { purpose }),
    ...(basis !== undefined && { basis }),
    ...(isOfCase ? { fromCase: true } : { items: namedItems(call, directory).map(withoutValue) }),
  };
}

const withoutValue = (code: string) => ({ code, state: 'unknown', absent: 'unknown' });

/** What cannot be read here is left to the service to refuse. */
function namedItems(call: ExplainCall, directory: Directory | undefined): readonly string[] {
  if (call.items.length > 0 || !directory) return call.items;
  const coded = codedCall(call, directory);
  return 'faults' in coded ? [] : askedItems(call, { ...coded, directory });
}

/**
 * What the problem of a service comes to. One that stops, or has no database, cannot answer; whatever else an agency's says is
 * about the request.
 */
export function outcomeOf(
  { status, code, title, detail, faults }: Problem,
  door: Door,
): Exclude<Outcome, { readonly explained: unknown }> {
  if (code === 'NO_PROBLEM') return { nobody: noAgency(door) };
  if (status === 0 || status >= 500) return { nobody: detail === '' ? title : detail };
  const all =
    faults.length > 0 || detail === '' || detail === title ? faults : [{ pointer: '', code, detail }];
  return { refused: { code, title, faults: all } };
}

/** Whoever answers, but not as an agency's service does. */
export const noAgency = ({ url }: Door): string => `Whoever answers at ${url} is no agency service.`;

type ExplainedBody = Omit<Explanation, 'answeredBy' | 'isAssumed'> & { readonly directoryVersion: number };

const isExplained = (
  body: Readonly<Record<string, unknown>>,
): body is Readonly<Record<string, unknown>> & ExplainedBody =>
  typeof body['from'] === 'object' &&
  ['items', 'missing', 'warnings'].every((list) => Array.isArray(body[list]));
