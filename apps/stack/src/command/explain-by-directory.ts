import {
  REFUSALS,
  decide,
  explainItems,
  indexAgreements,
  missingItems,
  warningsOf,
  type LawRule,
  type TaskCommand,
} from '#domain';
import type { Directory } from '#directory';
import { askedItems } from './asked-items.js';
import { codedCall, type CodedCall } from './call-codes.js';
import type { ExplainCall } from './explain-call.js';
import type { Explanation, Outcome } from './explanation.js';

/** A directory to be asked, what to call it, and whether it stands in for a system that does not run. */
export interface PaperDirectory {
  readonly directory: Directory;
  readonly called: string;
  readonly isFallback: boolean;
}

/**
 * Explains a request from its directory alone, at an instant (ms since 1970): no system is needed, so it also tries
 * agreements that nobody has put into force. It answers as the asker's service would with that directory.
 */
export function explainByDirectory(call: ExplainCall, paper: PaperDirectory, at: number): Outcome {
  const { directory, called, isFallback } = paper;
  const coded = codedCall(call, directory);
  if ('faults' in coded)
    return {
      refused: { code: 'BAD_CONTENT', title: 'The request names what does not exist.', faults: coded.faults },
    };
  const { from, to, kind, urgency } = coded;
  const decision = decide(commandOf(call, coded, at), undefined, directory.rules);
  if ('refused' in decision) {
    const { refused, because: facts = {} } = decision;
    const detail = Object.entries(facts).map(([name, fact]) => `${name}: ${[fact].flat().join(', ')}`);
    const faults = detail.length > 0 ? [{ pointer: '', code: refused, detail: detail.join('; ') }] : [];
    return { refused: { code: refused, title: REFUSALS[refused], faults } };
  }
  const codes = askedItems(call, { kind, urgency, directory });
  const passage = {
    from,
    to,
    direction: 'to-performer',
    kind: kind.code,
    urgency,
    wanted: call.wanted,
    status: undefined,
    at,
  } as const;
  const items = explainItems(
    indexAgreements(directory.agreements),
    passage,
    codes.map((code) => ({ code })),
  );
  // What the call names counts as said: a dry run asks for no values.
  const said = codes.map((code) => ({ code, value: true }));
  const { missing } = missingItems(kind, said, { urgency });
  const answeredBy = { directory: called, isFallback };
  const isAssumed = call.items.length === 0;
  const warnings = warningsAt(coded, { codes, rules: directory.lawRules, at });
  return {
    explained: { answeredBy, from, to, kind: kind.code, urgency, items, missing, warnings, isAssumed },
  };
}

function commandOf(call: ExplainCall, { from, to, kind, urgency }: CodedCall, at: number): TaskCommand {
  const { mode, wanted, purpose, basis } = call;
  return {
    type: 'request',
    taskId: 'dry-run',
    caseId: 'dry-run',
    mode,
    kind: kind.code,
    urgency,
    asker: from,
    performer: to,
    by: from,
    at: new Date(at).toISOString(),
    ...(wanted.length > 0 && { wanted }),
    ...(purpose !== undefined && { purpose }),
    ...(basis !== undefined && { basis }),
  };
}

/** What the rules of law would say; a dry run gives no values, so only of what is asked, by whom, and what is not spoken of. */
function warningsAt(
  { from, to, kind }: CodedCall,
  by: { readonly codes: readonly string[]; readonly rules: readonly LawRule[]; readonly at: number },
): Explanation['warnings'] {
  const situation = {
    kind: kind.code,
    step: 'requested',
    asker: from,
    performer: to,
    actorRole: 'service',
    items: by.codes.map((code) => ({ code, state: 'unknown' as const })),
  };
  return warningsOf(by.rules, situation, new Date(by.at).toISOString()).map(({ code, says, source }) => ({
    code,
    says,
    source,
  }));
}
