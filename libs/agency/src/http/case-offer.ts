import {
  explainItems,
  type AgreementIndex,
  type Fault,
  type ItemStatement,
  type Passage,
  type RefusedItemReason,
} from '#domain';
import type { SaidHere } from './case-story.js';
import type { ItemBody, StatementBody } from './items.dto.js';

/** An item that stays here, and why. */
export interface LeftOut {
  readonly code: string;
  /** Whose it is, where it is not this agency's own. */
  readonly originator?: string;
  readonly why: RefusedItemReason;
}

/** What of a case may travel with a request, now or later, and what stays. */
export interface Offer {
  readonly items: readonly ItemStatement[];
  readonly left: readonly LeftOut[];
  /** What is said of the items that stay: for the rules of law, which look at them and tell nobody. */
  readonly stays: readonly ItemStatement[];
}

/**
 * Parts what is known of a case by what the agreements let this agency tell. Of each item goes what this agency itself
 * knows, else the newest value that another agency told and that may be passed on, else this agency's reason why there is
 * none. `alias` is the generated one: it leads, and an alias that was stated follows it.
 */
export function offerFrom(
  said: readonly SaidHere[],
  alias: string | undefined,
  passage: Passage,
  agreements: AgreementIndex,
): Offer {
  const items: ItemStatement[] = [];
  const left: LeftOut[] = [];
  const stays: ItemStatement[] = [];
  for (const choices of choicesOf(said, alias, passage.from.agency).values()) {
    const judged = choices.map((statements): Judged => ({
      statements,
      why: whyNot(statements, passage, agreements),
    }));
    const found = judged.find(({ why }) => why === undefined);
    if (found) items.push(...found.statements);
    else {
      left.push(...judged.slice(0, 1).map(leftOut));
      stays.push(...(judged[0]?.statements ?? []));
    }
  }
  return { items, left, stays };
}

/** Statements that go together or not at all. */
type Choice = readonly ItemStatement[];

interface Judged {
  readonly statements: Choice;
  readonly why: RefusedItemReason | undefined;
}

function leftOut({ statements, why = 'no-agreement' }: Judged): LeftOut {
  const { code = '', originator } = statements[0] ?? {};
  return { code, ...(originator && { originator }), why };
}

function choicesOf(
  said: readonly SaidHere[],
  alias: string | undefined,
  agency: string,
): ReadonlyMap<string, readonly Choice[]> {
  const codes = [...new Set(said.map(({ statement }) => statement.code))];
  const choices = new Map(codes.map((code) => [code, choicesFor(code, said, agency)]));
  if (alias !== undefined) {
    const stated = choices.get('alias')?.[0]?.[0];
    choices.set('alias', [[withGenerated(alias, stated)]]);
  }
  return choices;
}

function choicesFor(code: string, said: readonly SaidHere[], agency: string): readonly Choice[] {
  const about = said.filter(({ statement }) => statement.code === code);
  const own = newestOwn(about, agency);
  const received = about
    .filter(({ from, statement }) => from !== agency && statement.value !== undefined)
    .reverse()
    .map((one) => [passedOn(one)]);
  const hasValue = own.some(({ value }) => value !== undefined);
  const choices = hasValue ? [own, ...received] : [...received, own];
  return choices.filter((choice) => choice.length > 0);
}

/** The newest of one agency's own; statements that conflict stand together when they were made together. */
function newestOwn(about: readonly SaidHere[], agency: string): Choice {
  const own = about.filter(({ from }) => from === agency);
  const last = own.at(-1);
  if (!last) return [];
  if (last.statement.state !== 'conflicting') return [last.statement];
  return own
    .filter(({ at, statement }) => at === last.at && statement.state === 'conflicting')
    .map(({ statement }) => statement);
}

/** A statement as this agency passes it on: whose it is, and by which event it came. */
export function passedOn({ statement, from, eventId }: SaidHere): ItemStatement {
  return { ...statement, originator: statement.originator ?? from, ...(eventId && { via: eventId }) };
}

function withGenerated(alias: string, stated: ItemStatement | undefined): ItemStatement {
  const values = [stated?.value ?? []].flat().filter((value) => value !== alias);
  if (!stated || stated.originator || values.length === 0) {
    return { code: 'alias', state: 'known', value: alias, sourceKind: 'own-record' };
  }
  return { ...stated, value: [alias, ...values.slice(-1)] };
}

function whyNot(
  statements: Choice,
  passage: Passage,
  agreements: AgreementIndex,
): RefusedItemReason | undefined {
  const explained = explainItems(agreements, passage, statements);
  const never = explained.find(({ when }) => when === 'never' || when === 'on-request');
  return never && (never.why ?? 'not-at-this-stage');
}

/** The statements of a checked body in which nothing is passed on. */
export const statementsOf = (items: readonly StatementBody[] = []): readonly ItemStatement[] =>
  items as readonly ItemStatement[];

/** The statements of a body, with those that are passed on filled in; or what is wrong with these, by place. */
export function filledIn(
  items: readonly ItemBody[],
  told: { readonly received: readonly SaidHere[]; readonly standing: readonly SaidHere[] },
): { readonly items: readonly ItemStatement[]; readonly faults: readonly Fault[] } {
  const filled = items.map((item, index) => fill(item, index, told));
  return {
    items: filled.flatMap((one) => ('statements' in one ? one.statements : [])),
    faults: filled.flatMap((one) => ('fault' in one ? [one.fault] : [])),
  };
}

function fill(
  item: ItemBody,
  index: number,
  { received, standing }: { readonly received: readonly SaidHere[]; readonly standing: readonly SaidHere[] },
): { readonly statements: Choice } | { readonly fault: Fault } {
  const { code, via } = item;
  if (via === undefined) return { statements: statementsOf([item]) };
  const isIt = ({ eventId, statement }: SaidHere): boolean => eventId === via && statement.code === code;
  const pointer = `/items/${index}/via`;
  if (!received.some(isIt)) {
    const detail = 'no other agency told this item by this event in the case';
    return { fault: { pointer, code: 'NOT_TOLD_HERE', detail } };
  }
  const stands = standing.filter(isIt);
  if (stands.length === 0) {
    const detail = 'the agency that told the item has taken it back';
    return { fault: { pointer, code: 'TAKEN_BACK', detail } };
  }
  return { statements: stands.map(passedOn) };
}
