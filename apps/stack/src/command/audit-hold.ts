import { UsageError, type Arguments } from './arguments.js';
import { answering, askAudit, auditDoor, DOOR_HELP, DOOR_OPTIONS } from './audit-door.js';
import { casesIn, PERSON_HELP, PERSON_OPTIONS } from './audit-filters.js';
import { inColumns } from './columns.js';
import type { Command, World } from './command.js';
import { EXIT } from './exit-codes.js';

const HELP = `concordat audit hold [options]
concordat audit hold --release ID --words TEXT
concordat audit hold --list [--all]

A legal hold: while one stands on a case, nothing of the case is erased, whoever asks. Placing and releasing one are leaves of the log.

Whose cases
  --case ID          a case; may be given several times
${PERSON_HELP}

  --ground CODE      why; the service names the codes when it does not know one
  --words TEXT       the reason in words; kept, so it should name nobody
  --release ID       release this hold instead
  --list             the holds that stand; with --all the released ones too

${DOOR_HELP}

  --json             the answer as it came, for programs

Exit code 0 done, 1 refused, 2 the call cannot be understood, 3 nobody answers.

Examples
  concordat audit hold --full-name "Tobiah Quillfeather" --ground complaint --words "complaint 12 of this year"
  concordat audit hold --release 01931c6e-7a10-7c3a-9a50-3d1f5b0c2e11 --words "the complaint was settled"
  concordat audit hold --list
`;

interface Hold {
  readonly id: string;
  readonly ground: string;
  readonly cases: readonly string[];
  readonly leafIndex: number;
  readonly releasedAt: string | null;
}

/** `concordat audit hold`: places, releases and lists legal holds. */
export const auditHold: Command = {
  help: HELP.trimEnd(),
  options: {
    ...PERSON_OPTIONS,
    ...DOOR_OPTIONS,
    case: 'values',
    ground: 'value',
    words: 'value',
    release: 'value',
    list: 'flag',
    all: 'flag',
    json: 'flag',
  },
  run: (args, world) =>
    answering(world, async () => {
      refuseStray(args);
      const door = auditDoor(args, world);
      if (args.has('list')) {
        const path = `/holds?limit=500${args.has('all') ? '&all=true' : ''}`;
        const page = (await (await askAudit(door, path)).json()) as { readonly rows: readonly Hold[] };
        give(page, page.rows, args, world);
        return EXIT.OK;
      }
      const words = args.value('words');
      const released = args.value('release');
      const answer =
        released === undefined
          ? await askAudit(door, '/holds', {
              ...(await casesIn(args, world)),
              ground: args.value('ground'),
              words,
            })
          : await askAudit(door, `/holds/${encodeURIComponent(released)}/release`, { words });
      const hold = (await answer.json()) as Hold;
      give(hold, [hold], args, world);
      return EXIT.OK;
    }),
};

function refuseStray(args: Arguments): void {
  const [stray] = args.words;
  if (stray !== undefined) throw new UsageError([`What does "${stray}" stand for?`]);
  if (args.has('list') && args.has('release'))
    throw new UsageError(['Give either --list or --release, not both.']);
}

function give(answer: object, holds: readonly Hold[], args: Arguments, { out }: World): void {
  if (args.has('json')) return out(JSON.stringify(answer, null, 2));
  if (holds.length === 0) return out('No hold stands.');
  const rows = holds.map(({ id, ground, cases, leafIndex, releasedAt }) => [
    String(leafIndex),
    id,
    ground,
    releasedAt === null ? 'stands' : `released ${releasedAt.slice(0, 19)}Z`,
    cases.join(' '),
  ]);
  inColumns([['LEAF', 'HOLD', 'GROUND', 'STATE', 'CASES'], ...rows]).forEach(out);
}
