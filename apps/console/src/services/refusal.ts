/** One thing that is wrong with what a person sent: `field` is the JSON pointer or the parameter. */
export interface FieldFault {
  readonly field: string;
  readonly text: string;
}

/** What a service did not do, and why: its problem details (RFC 9457), as a page shows them. */
export interface Refusal {
  readonly status: number;
  /** For programs; empty where the service gives none. */
  readonly code: string;
  /** For people, one sentence. */
  readonly title: string;
  readonly faults: readonly FieldFault[];
  /** Codes and times that show why. */
  readonly because: Readonly<Record<string, unknown>>;
}

/** Reads the problem details of an agency's service or of the audit service; a body that is none says only its status. */
export function refusalOf(status: number, body: unknown): Refusal {
  const { code, title, faults, errors, because } = recordOf(body);
  return {
    status,
    code: typeof code === 'string' ? code : '',
    title: typeof title === 'string' ? title : 'The service did not do this.',
    faults: [...listOf(faults), ...listOf(errors)].map((fault) => {
      const { pointer, parameter, detail } = recordOf(fault);
      return { field: textOf(pointer ?? parameter), text: textOf(detail) };
    }),
    because: recordOf(because),
  };
}

/** An entry of the design system's error summary; without a field of the page it leads nowhere. */
export interface SummaryEntry {
  readonly text: string;
  readonly href?: string;
}

/** What a page shows of a refusal: a list for its error summary, and a message beside each field. */
export interface ShownRefusal {
  readonly errors: readonly SummaryEntry[];
  /** By the id of the field. */
  readonly besides: Readonly<Record<string, { readonly text: string }>>;
}

/**
 * Puts every fault beside its field: `fields` maps pointers of the service to ids of the page. A fault of a part (`/to/unit`)
 * goes to the field of the whole (`/to`) where the part has none. What has no field stands in the summary alone.
 */
export function shownRefusal(
  { title, faults }: Pick<Refusal, 'title' | 'faults'>,
  fields: Readonly<Record<string, string>>,
): ShownRefusal {
  if (faults.length === 0) return { errors: [{ text: title }], besides: {} };
  const placed = faults.map(({ field, text }) => ({ text, id: idOf(field, fields) }));
  const errors = placed.map(({ text, id }) => ({ text, ...(id !== undefined && { href: `#${id}` }) }));
  const besides = placed.flatMap(({ text, id }) => (id === undefined ? [] : [[id, { text }] as const]));
  return { errors, besides: Object.fromEntries(besides.reverse()) };
}

/** What a fault says to people: where the service gives codes and times as the reason, its title is the sentence. */
export const saidOf = (
  { text }: Pick<FieldFault, 'text'>,
  { title, because }: Pick<Refusal, 'title' | 'because'>,
): string => (text === '' || Object.keys(because).length > 0 ? title : sentence(text));

/** The service writes its details in small letters and without a full stop. */
export const sentence = (text: string): string =>
  `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;

function idOf(pointer: string, fields: Readonly<Record<string, string>>): string | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    if (Object.hasOwn(fields, at)) return fields[at];
  }
  return undefined;
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
