import { resolve } from 'node:path';
import { WireError, decodeEvent, openSealed, readJws, type SealedContent } from '#contracts';
import type { Door } from '../rehearsal/system.js';
import { recordedSystem } from '../running-system.js';
import { UsageError, type Arguments } from './arguments.js';
import { DOOR_OPTIONS, NoAnswer, answering, askAudit, namedAudit, noSystem } from './audit-door.js';
import { inColumns } from './columns.js';
import type { Command, World } from './command.js';
import { custodianOpener } from './custodian-key.js';
import { EXIT } from './exit-codes.js';
import { linesOf } from './file-lines.js';
import { keepLines, outFile } from './kept-file.js';
import { beginsEvidence, withOpenings } from './opened-evidence.js';

const HELP = `concordat audit open --event ID --reason CODE --words TEXT [options]

Opens the values that travelled with an event, for the custodian alone: a named person who holds the key that no service has. The
audit service first writes a leaf that says who was given them and why, then hands them out still sealed; they are opened here, on
this machine, and each is checked against what the event committed to. Nothing of them is sent anywhere.

  --event ID         which event; a search and a story name them
  --reason CODE      why; the service names the codes when it does not know one
  --words TEXT       the reason in words; kept, so it should name nobody
  --key FILE         the custodian's private key (JWK); without it the one that was made for the demonstration on this machine
  --into FILE --out FILE
                     copies this evidence export with the values behind their leaf, for \`concordat verify\`

Who answers: the system that runs here, unless another one is named
  --service URL --token-file FILE
                     this audit service, with the custodian's token in the file

  --json             { "index", "event", "items", … } for programs

Exit code 0 opened, 1 refused, erased, or not what was committed to, 2 the call cannot be understood, 3 nobody answers.

Examples
  concordat audit open --event 01931c6e-7a11-7f02-8d44-90c1a2b3c4d5 --reason court-order --words "order 4 of the county court"
  concordat audit open --event 01931c6e-7a11-7f02-8d44-90c1a2b3c4d5 --reason coroner --words "inquest 7" \\
    --into task.ndjson --out task-opened.ndjson
`;

const { service, 'token-file': tokenFile } = DOOR_OPTIONS;

interface Handed {
  readonly index: number;
  readonly event: string;
  readonly sealed: string;
}

interface Codes {
  readonly code: string;
  readonly absent?: string;
}

/** `concordat audit open`: what travelled with an event, opened by the custodian. */
export const auditOpen: Command = {
  help: HELP.trimEnd(),
  options: {
    ...{ event: 'value', reason: 'value', words: 'value', key: 'value', into: 'value', out: 'value' },
    ...{ service, 'token-file': tokenFile, json: 'flag' },
  },
  run: (args, world) =>
    answering(world, async () => {
      const event = args.value('event');
      if (event === undefined) throw new UsageError(['--event is missing: which event.']);
      // All that can be wrong with the call is found before the leaf is written that says that it was made.
      const opener = custodianOpener(args, world);
      const copy = await copyIn(args, world);
      const asked = { event, reason: args.value('reason'), words: args.value('words') };
      const door = custodianDoor(args, world);
      const {
        index,
        event: jws,
        sealed,
      } = (await (await askAudit(door, '/openings', asked)).json()) as Handed;
      const said = decodeEvent(readJws(jws).payload);
      const content = opened(() => openSealed(said, sealed, opener));
      const codes = (said.data as { readonly items?: readonly Codes[] }).items ?? [];
      if (copy) await copied(copy, { index, content });
      if (args.has('json')) world.out(JSON.stringify({ index, event, codes, ...content }, null, 2));
      else textOf({ index, event, codes, content }).forEach(world.out);
      return EXIT.OK;
    }),
};

function custodianDoor(args: Arguments, world: World): Door {
  const door = namedAudit(args, world) ?? recordedSystem(world.home)?.custodian;
  if (!door) throw noSystem();
  return door;
}

/** Where a copy of evidence goes, and of what it is made. Throws UsageError. */
async function copyIn(args: Arguments, world: World): Promise<{ from: string; file: string } | undefined> {
  const into = args.value('into');
  if (into === undefined && args.value('out') === undefined) return undefined;
  if (into === undefined) throw new UsageError(['--out needs --into: the evidence export that is copied.']);
  const file = outFile(args, world);
  const from = resolve(world.cwd, into);
  if (!(await isEvidence(from))) throw new UsageError([`${into} is no evidence export.`]);
  return { from, file };
}

async function isEvidence(path: string): Promise<boolean> {
  try {
    for await (const line of linesOf(path)) return beginsEvidence(line);
  } catch {
    // What cannot be read is none.
  }
  return false;
}

async function copied(
  { from, file }: { readonly from: string; readonly file: string },
  { index, content }: { readonly index: number; readonly content: SealedContent },
): Promise<void> {
  const items = (content.items ?? []).flatMap((item) => ('salt' in item ? [item] : []));
  await keepLines(withOpenings(linesOf(from), { index, items }), file);
}

function opened(open: () => SealedContent): SealedContent {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new NoAnswer([`The values do not open: ${error.message}`], EXIT.REFUSED);
  }
}

interface Opened {
  readonly index: number;
  readonly event: string;
  readonly codes: readonly Codes[];
  readonly content: SealedContent;
}

function textOf({ index, event, codes, content }: Opened): readonly string[] {
  const { items = [], words = {}, ...free } = content;
  const rows = items.flatMap((item, place) => {
    const { code = '', absent } = codes[place] ?? {};
    if (!('salt' in item)) return [];
    const { salt: _salt, value, ...beside } = item;
    const shown = value === null ? `none: ${absent ?? 'no reason'}` : plain(value);
    return [[code, shown], ...Object.entries(beside).map(([name, text]) => [`  ${name}`, text])];
  });
  const spoken = Object.entries(words).map(([field, { word }]) => [`their word for ${field}`, word]);
  const said = Object.entries(free).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text]] : [],
  );
  return [
    `Leaf ${index}, event ${event}: each value is the one that the event committed to. That you were given them is a leaf.`,
    ...inColumns([...rows, ...said, ...spoken]),
  ];
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
