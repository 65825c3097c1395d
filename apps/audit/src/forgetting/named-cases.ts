import type { AuditStore } from '#storage';
import { Problem } from '../problem.js';
import type { Named } from './bodies.js';

/** Most cases of one act: its leaf names them all. */
const MOST_CASES = 200;

/**
 * The cases that are named and those that the tokens lead to, each once and in order. Throws Problem: 404 when the log knows none,
 * 400 for a named one that it does not know, 422 for more than one act can name.
 */
export async function casesNamed(store: AuditStore, { tokens, cases }: Named): Promise<string[]> {
  const found = [...new Set([...cases, ...(await store.forgetting.casesOfTokens(tokens))])].sort();
  if (found.length > MOST_CASES) {
    throw new Problem(422, `These are ${found.length} cases: one act names at most ${MOST_CASES}`);
  }
  const known = new Set((await store.forgetting.standing(found)).map(({ caseId }) => caseId));
  const unknown = cases.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new Problem(
      400,
      'The request is not right',
      unknown.map((id) => ({ parameter: 'case', detail: `${id} is not in the log` })),
    );
  }
  if (found.length === 0) throw new Problem(404, 'The log knows no case that these tokens lead to');
  return found;
}
