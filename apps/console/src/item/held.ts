import { valueText } from '../page/code-words.js';
import type { SaidItem } from './said-item.js';

/** A statement of a case, as far as it is told on. */
interface Said {
  readonly statement: SaidItem & { readonly code: string; readonly originator?: string };
  readonly from: string;
  readonly eventId?: string;
}

/** What the service answers to GET /cases/:id, as far as these pages read it. */
export interface CaseAnswer {
  readonly alias?: string;
  readonly file?: { readonly mode: string };
  readonly standing: readonly {
    readonly code: string;
    readonly state: string;
    readonly statements: readonly Said[];
  }[];
  readonly tasks: readonly { readonly task?: { readonly mode: string } }[];
}

/** What a case file holds, ready to be told. */
export interface Held {
  readonly name?: string;
  readonly alias?: string;
  readonly items: Readonly<Record<string, SaidItem>>;
  /** The same as text, by item. */
  readonly held: Readonly<Record<string, string>>;
  /** Items of which the sources differ: nothing is chosen between them. */
  readonly differing: readonly string[];
}

/** Most bytes of a case file that a draft takes over; of a larger one nothing is, and all is asked. */
const MOST_BYTES = 40_000;

const FIELDS = [
  'state',
  'value',
  'absent',
  'sourceKind',
  'expectedBy',
  'finder',
  'searchedSystem',
  'searchedFor',
  'searchedAt',
  'heldBy',
] as const;

/** What stands in a case: what one's own agency says as it says it, what others told by the event by which they told it. */
export function heldIn({ alias, standing }: CaseAnswer, agency: string): Held {
  const differing = standing.filter(({ state }) => state === 'conflicting').map(({ code }) => code);
  const clear = standing.flatMap(({ code, statements }) => {
    const newest = statements.at(-1);
    return newest && !differing.includes(code) ? [{ code, newest }] : [];
  });
  const items = Object.fromEntries(clear.map(({ code, newest }) => [code, toldOn(newest, agency)]));
  const fits = Buffer.byteLength(JSON.stringify(items)) <= MOST_BYTES;
  const name = clear.find(({ code }) => code === 'full-name')?.newest.statement.value;
  const stated = clear.find(({ code }) => code === 'alias')?.newest.statement.value;
  const called = alias ?? stated;
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof called === 'string' && { alias: called }),
    items: fits
      ? { ...(typeof called === 'string' && { alias: { state: 'known', value: called } }), ...items }
      : {},
    held: fits
      ? Object.fromEntries(
          clear.flatMap(({ code, newest: { statement } }) =>
            statement.value === undefined ? [] : [[code, valueText(statement.value)]],
          ),
        )
      : {},
    differing,
  };
}

function toldOn({ statement, from, eventId }: Said, agency: string): SaidItem {
  if (from !== agency && eventId !== undefined) return { via: eventId };
  return Object.fromEntries(
    FIELDS.flatMap((field) => (statement[field] === undefined ? [] : [[field, statement[field]]])),
  );
}
