import { UsageError, type Arguments } from './arguments.js';
import { answering, askAudit, auditDoor, DOOR_HELP, DOOR_OPTIONS } from './audit-door.js';
import { casesIn, PERSON_HELP, PERSON_OPTIONS } from './audit-filters.js';
import { inColumns } from './columns.js';
import type { Command, World } from './command.js';
import { EXIT } from './exit-codes.js';

const HELP = `concordat audit erase [options]
concordat audit erase --show ID
concordat audit erase --list

Destroys for ever what the audit service keeps of a person's values: keys, sealed parts, salts, index tokens and the ledger's copies.
What stays says that something was shared, with whom and under which rule, not what; every earlier proof still holds. The agencies
that took part are asked about their own copies. It is a leaf of the log, as is its refusal under a legal hold or while a task is open.

Without --yes nothing is done: it says which cases it would meet, and what stands in the way.

Whose cases
  --case ID          a case; may be given several times
${PERSON_HELP}

  --ground CODE      why (UK GDPR article 17); the service names the codes when it does not know one
  --authority CODE   on whose word
  --words TEXT       the reason in words; kept, so it should name nobody
  --yes              do it
  --show ID          one erasure: how far it is, and what each agency says
  --list             the newest erasures

${DOOR_HELP}

  --json             the answer as it came, for programs

Exit code 0 done, or nothing stands in the way, 1 refused, or something stands in the way, 2 the call cannot be understood,
3 nobody answers.

Examples
  concordat audit erase --full-name "Tobiah Quillfeather"
  concordat audit erase --full-name "Tobiah Quillfeather" --ground no-longer-necessary --authority data-subject-request \\
    --words "letter 12 of this year" --yes
  concordat audit erase --list
`;

interface Standing {
  readonly caseId: string;
  readonly tasks: number;
  readonly openTasks: number;
  readonly holds: readonly string[];
}

interface Erasure {
  readonly id: string;
  readonly state: string;
  readonly waiting?: { readonly for?: readonly string[] } | string;
  readonly leafIndex?: number;
  readonly ground?: string;
  readonly agencies?: readonly { readonly agency: string; readonly answer: string | null }[];
}

/** `concordat audit erase`: what an erasure would meet, does it, and shows how far each is. */
export const auditErase: Command = {
  help: HELP.trimEnd(),
  options: {
    ...PERSON_OPTIONS,
    ...DOOR_OPTIONS,
    case: 'values',
    ground: 'value',
    authority: 'value',
    words: 'value',
    yes: 'flag',
    show: 'value',
    list: 'flag',
    json: 'flag',
  },
  run: (args, world) =>
    answering(world, () => {
      const [stray] = args.words;
      if (stray !== undefined) throw new UsageError([`What does "${stray}" stand for?`]);
      if (args.has('list') || args.has('show')) return show(args, world);
      return args.has('yes') ? erase(args, world) : plan(args, world);
    }),
};

async function show(args: Arguments, world: World) {
  const id = args.value('show');
  const path = id === undefined ? '/erasures?limit=100' : `/erasures/${encodeURIComponent(id)}`;
  const answer: unknown = await (await askAudit(auditDoor(args, world), path)).json();
  const rows =
    id === undefined ? (answer as { readonly rows: readonly Erasure[] }).rows : [answer as Erasure];
  give(answer as object, rows, args, world);
  return EXIT.OK;
}

async function plan(args: Arguments, world: World) {
  const door = auditDoor(args, world);
  const answer = await askAudit(door, '/erasures/plan', await casesIn(args, world));
  const { cases } = (await answer.json()) as { readonly cases: readonly Standing[] };
  const isFree = cases.every(({ openTasks, holds }) => openTasks === 0 && holds.length === 0);
  if (args.has('json')) world.out(JSON.stringify({ cases }, null, 2));
  else if (cases.length === 0) world.out('The log knows no such case.');
  else {
    const rows = cases.map(({ caseId, tasks, openTasks, holds }) => [
      caseId,
      String(tasks),
      String(openTasks),
      holds.join(' ') || 'none',
    ]);
    inColumns([['CASE', 'TASKS', 'OPEN', 'HOLDS'], ...rows]).forEach(world.out);
    world.out(
      isFree ? 'Nothing was done. Add --yes to erase.' : 'This stands in the way: open tasks, or holds.',
    );
  }
  return isFree && cases.length > 0 ? EXIT.OK : EXIT.REFUSED;
}

async function erase(args: Arguments, world: World) {
  const [ground, authority, words] = ['ground', 'authority', 'words'].map((name) => args.value(name));
  const body = { ...(await casesIn(args, world)), ground, authority, words };
  const erasure = (await (await askAudit(auditDoor(args, world), '/erasures', body)).json()) as Erasure;
  give(erasure, [erasure], args, world);
  return EXIT.OK;
}

function give(answer: object, erasures: readonly Erasure[], args: Arguments, { out }: World): void {
  if (args.has('json')) return out(JSON.stringify(answer, null, 2));
  if (erasures.length === 0) return out('Nothing was erased yet.');
  const rows = erasures.map(({ id, state, ground, agencies = [] }) => [
    id,
    state,
    ground ?? '',
    agencies.map((one) => `${one.agency}: ${one.answer ?? 'no answer yet'}`).join(', '),
  ]);
  inColumns([['ERASURE', 'STATE', 'GROUND', 'AGENCIES'], ...rows]).forEach(out);
  const waits = erasures.some(({ state }) => state !== 'done');
  if (waits) out('keys-destroyed: nobody can read it any more; done: no byte of it is left lying either.');
}
