import type { DisclosureRow } from '#storage';
import type { Words } from './words.js';

/** On what an item travelled: the agreement's rule, and the lawful basis, by code and in words. */
export interface Ground {
  readonly rule: string;
  /** Title and version of the agreement; null where the rule is of none, or the version is not said. */
  readonly agreement: string | null;
  readonly version: number | null;
  readonly basis: string | null;
  /** The basis in words, with the conditions of data-protection law; null where the event does not say it. */
  readonly law: string | null;
  /** How the duty of confidence is met. */
  readonly confidence: string | null;
  readonly way: string | null;
}

/** The ground of a disclosure. */
export function groundOf(
  { rule, ruleVersion, basis, way }: Pick<DisclosureRow, 'rule' | 'ruleVersion' | 'basis' | 'way'>,
  words: Words,
): Ground {
  const found = words.basis(basis);
  const conditions = [found?.gdpr6, found?.gdpr9].filter((part) => part !== undefined).join(' and ');
  return {
    rule,
    agreement: words.agreement(rule)?.title ?? null,
    version: ruleVersion,
    basis,
    law: found ? `${found.label} (UK GDPR article ${conditions})` : null,
    confidence: found?.confidence ?? null,
    way,
  };
}
