import { inColumns } from './columns.js';

/** What is read of a disclosure, as the audit service gives it. */
export interface Disclosure {
  readonly leafIndex: number;
  readonly recordedAt: string;
  /** When it was agreed, where that was before it was recorded. */
  readonly occurredAt: string | null;
  readonly sender: string;
  readonly senderUnit: string;
  readonly receiver: string;
  readonly receiverUnit: string | null;
  readonly item: string;
  readonly state: string;
  readonly absent: string | null;
  readonly rule: string;
  readonly way: string | null;
  readonly taskId: string;
  readonly refusedBy: object | null;
  readonly correctedBy: readonly object[];
  readonly recalledBy: readonly object[];
}

/** One page of a search. */
export interface DisclosurePage {
  readonly rows: readonly Disclosure[];
  readonly next?: string;
}

/** What is read of a task's story. */
export interface Story {
  readonly task: {
    readonly id: string;
    readonly case: string;
    readonly mode: string;
    readonly kind: string | null;
  };
  readonly asker: Party;
  readonly performer: Party;
  readonly events: readonly StoryEvent[];
}

interface Party {
  readonly agency: string;
  readonly unit?: string | null;
}

interface StoryEvent {
  readonly leafIndex: number;
  readonly version: number;
  readonly recordedAt: string;
  readonly occurredAt: string | null;
  readonly type: string;
  readonly from: Party;
  readonly actor: { readonly role: string; readonly type: string };
  readonly says: Readonly<Record<string, unknown>>;
  readonly items: readonly (Pick<Disclosure, 'item' | 'state' | 'absent' | 'rule' | 'way'> & Becoming)[];
}

type Becoming = Pick<Disclosure, 'refusedBy' | 'correctedBy' | 'recalledBy'>;

const HEADINGS = ['LEAF', 'TIME', 'FROM', 'TO', 'ITEM', 'SAID', 'WAY', 'RULE', 'TASK'];

/** A page of disclosures as a table, and how to get the next one. */
export function disclosureLines({ rows, next }: DisclosurePage): readonly string[] {
  if (rows.length === 0) return ['Nothing in the log fits.'];
  const table = rows.map((row) => [
    String(row.leafIndex),
    timesOf(row),
    partyText({ agency: row.sender, unit: row.senderUnit }),
    partyText({ agency: row.receiver, unit: row.receiverUnit }),
    row.item,
    saidOf(row),
    row.way ?? '',
    row.rule,
    row.taskId,
  ]);
  const more = next === undefined ? [] : ['', `There is more: --after ${next}`];
  return [...inColumns([HEADINGS, ...table]), ...more];
}

/** A task from its first event to its last: one line for each event, and one for each item that it told. */
export function storyLines({ task, asker, performer, events }: Story): readonly string[] {
  const table = events.flatMap((event) => [
    [
      String(event.version),
      String(event.leafIndex),
      timesOf(event),
      partyText(event.from),
      event.actor.role,
      nameOf(event.type),
      codesIn(event.says),
    ],
    ...event.items.map((item) => [
      '',
      '',
      '',
      '',
      '',
      '',
      `  ${item.item}: ${saidOf(item)}, under ${item.rule}`,
    ]),
  ]);
  return [
    `Task ${task.id} of case ${task.case}, mode ${task.mode}`,
    `${partyText(asker)} asked ${partyText(performer)} for ${task.kind ?? 'what its request will say, which the log does not have yet'}`,
    '',
    ...inColumns([['V', 'LEAF', 'TIME', 'WHO', 'ROLE', 'SAID', ''], ...table]),
  ];
}

/** When it was recorded; of what was agreed before that, both. */
const timesOf = ({ recordedAt, occurredAt }: Pick<Disclosure, 'recordedAt' | 'occurredAt'>): string =>
  occurredAt === null
    ? secondOf(recordedAt)
    : `agreed ${secondOf(occurredAt)}, recorded ${secondOf(recordedAt)}`;

/** To the second, in UTC. */
const secondOf = (time: string): string => `${time.slice(0, 19).replace('T', ' ')}Z`;

const partyText = ({ agency, unit }: Party): string => (unit ? `${agency}/${unit}` : agency);

const nameOf = (type: string): string => type.replace(/^concordat\.(?:task\.)?/, '').replace(/\.v\d+$/, '');

/** The codes that an event says of itself; what has parts of its own is left to --json. */
const codesIn = (says: Readonly<Record<string, unknown>>): string =>
  Object.entries(says)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');

function saidOf({
  state,
  absent,
  refusedBy,
  correctedBy,
  recalledBy,
}: Pick<Disclosure, 'state' | 'absent'> & Becoming): string {
  const became = [
    ...(refusedBy ? ['not let in'] : []),
    ...(correctedBy.length > 0 ? ['corrected'] : []),
    ...(recalledBy.length > 0 ? ['recalled'] : []),
  ];
  const said = absent === null ? state : `${state} (${absent})`;
  return [said, ...became].join(', ');
}
