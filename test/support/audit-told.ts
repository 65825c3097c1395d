import { randomBytes } from 'node:crypto';
import { SharingTalk } from './audit-sharing-talk.js';
import { newTask, Talk, type Sent, type TestTask } from './audit-talk.js';
import type { AuditWorld } from './audit-world.js';

/** Index tokens of one person: an alias, and the name under which another case knows them. */
export const [ALIAS, NAME] = [1, 2].map(() => randomBytes(32).toString('base64url')) as [string, string];

/** What the test itself said of one item: the oracle knows nothing else. */
export interface Told {
  readonly task: string;
  readonly case: string;
  readonly asker: string;
  readonly performer: string;
  readonly sender: string;
  readonly receiver: string;
  readonly units: readonly string[];
  readonly item: string;
  readonly category: string;
  readonly state: string;
  readonly absent?: string;
  readonly way: string;
  readonly reason?: string;
  readonly tokens: readonly string[];
}

/** The first unit of an agency that the test speaks for, as `agency/unit`. */
export const unitOf = (world: AuditWorld, agency: string): string => {
  const known: Record<string, string> = { police: 'control-room', ambulance: 'crew' };
  const { agencies } = world.bundle.data;
  return `${agency}/${known[agency] ?? agencies.find(({ code }) => code === agency)?.units[0] ?? ''}`;
};

/** Requests between several agencies, two of them of one person's case, then items that are told under an override or not. */
export async function tellAll(world: AuditWorld): Promise<{ readonly told: Told[]; readonly last: Sent }> {
  const talk = new Talk(world);
  const sharing = new SharingTalk(world, talk);
  const first = newTask('police', 'ambulance');
  const tasks: readonly [TestTask, readonly string[]][] = [
    [first, [ALIAS]],
    [newTask('police', 'mh-trust', first.caseId), []],
    [newTask('mh-trust', 'police'), [NAME]],
    [newTask('social-care', 'ambulance'), []],
    [newTask('mh-trust', 'social-care'), []],
  ];
  const tokensOf = new Map<string, string[]>();
  for (const [{ caseId }, tokens] of tasks)
    tokensOf.set(caseId, [...(tokensOf.get(caseId) ?? []), ...tokens]);
  const rows: Told[] = [];
  const note = (task: TestTask, sender: string, item: Omit<Told, keyof ReturnType<typeof ends>>): void =>
    void rows.push({ ...ends(task, sender), ...item });
  const ends = (task: TestTask, sender: string) => {
    const receiver = sender === task.asker ? task.performer : task.asker;
    const { id, caseId, asker, performer } = task;
    const units = [unitOf(world, sender), unitOf(world, receiver)];
    const tokens = tokensOf.get(caseId) ?? [];
    return { task: id, case: caseId, asker, performer, sender, receiver, units, tokens };
  };
  let last: Sent | undefined;
  for (const [task, tokens] of tasks) {
    last = await talk.request(task, {}, tokens);
    await talk.send(last);
    note(task, task.asker, { item: 'area', category: 'value', state: 'known', way: 'pushed' });
    const unknown = { category: 'absent', state: 'unknown', absent: 'asked-unknown', way: 'pushed' };
    note(task, task.asker, { item: 'date-of-birth', ...unknown });
    const withheld = { category: 'withheld', state: 'withheld', absent: 'masked', way: 'pushed' };
    note(task, task.asker, { item: 'full-name', ...withheld });
  }
  const { code: rule, ruleversion, basis } = sharing.clause();
  const override = sharing.override('2099-01-01T00:00:00.000Z');
  const { reason } = override;
  // The first said version 1 of each task with its request.
  for (const [task] of tasks.slice(0, 3)) {
    const data = { override };
    const items = [
      { code: 'alias', rule, ruleversion, basis, way: 'overridden' as const },
      { code: 'area', way: 'pulled' as const },
    ];
    last = await sharing.say(task, 'informed', {
      by: task.performer,
      data,
      items,
      over: { taskversion: 2 },
    });
    note(task, task.performer, {
      item: 'alias',
      category: 'value',
      state: 'known',
      way: 'overridden',
      ...(reason && { reason }),
    });
    note(task, task.performer, { item: 'area', category: 'value', state: 'known', way: 'pulled' });
  }
  return { told: rows, last: last as Sent };
}

/** Parameters of a search. */
export type Filter = Readonly<Record<string, string | readonly string[]>>;

/** A naive search: every row that was said, tried against every part of the filter. */
export const FITS: Readonly<Record<string, (row: Told, value: string | readonly string[]) => boolean>> = {
  task: (row, value) => row.task === value,
  case: (row, value) => row.case === value,
  asker: (row, value) => row.asker === value,
  performer: (row, value) => row.performer === value,
  agency: (row, value) => row.sender === value || row.receiver === value,
  unit: (row, value) => row.units.includes(String(value)),
  item: (row, value) => row.item === value,
  category: (row, value) => row.category === value,
  state: (row, value) => row.state === value,
  absent: (row, value) => row.absent === value,
  way: (row, value) => row.way === value,
  override: (row, value) =>
    value === 'yes' || value === 'no'
      ? (row.way === 'overridden') === (value === 'yes')
      : row.reason === value,
  token: (row, value) => row.tokens.some((token) => value.includes(token)),
};

/** The path of a search or an export. */
export const pathOf = (filter: Filter, path = '/disclosures', more: Record<string, string> = {}): string => {
  const pairs = Object.entries({ ...filter, ...more }).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  return `${path}?${new URLSearchParams(pairs).toString()}`;
};

/** One row, by what no other has. */
export const nameOf = (...parts: readonly unknown[]): string => parts.map(String).join(' ');
