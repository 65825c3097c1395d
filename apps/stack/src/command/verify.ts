import { openSync, readSync, closeSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  EvidenceVerifier,
  isProofFile,
  readNoteKey,
  verifyProofFile,
  type EvidenceFault,
  type HeldProof,
  type NoteKey,
  type ProofFault,
  type SoundEvidence,
} from '#verifier';
import { UsageError, type Arguments } from './arguments.js';
import { answering } from './audit-door.js';
import type { Command, World } from './command.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { linesOf } from './file-lines.js';
import { keepText, outFile } from './kept-file.js';

const HELP = `concordat verify FILE [--keeper-key FILE] [--witnesses N] [--keys FILE] [--keys-out FILE] [--json]
concordat verify --page FILE

Whether a piece of evidence from an audit log holds: on any machine, with no database, no network, and none of the code
that wrote the log. FILE is an evidence export (GET /evidence) or a proof file of one event (GET /events/:id/proof).

Of an export it checks every leaf: the signature of its agency by the keys that counted there, the tree under the signed
checkpoint, the witnesses' cosignatures, the directories with all keys, that no number of any sender is missing, and that
opened values are those that were committed to. It names the first fault with line, leaf and field.

  --keeper-key  the keeper's public key as JWK, got from the keeper and not from the log's own people. Without it the keys
                in the file are believed, and the verdict is only as good as the file: exit code 4
  --witnesses   how many agencies must have cosigned at the least
  --keys        for a proof file: the verifier keys of the log and of witnesses, one a line (C2SP signed-note)
  --keys-out    writes these keys out of an export that holds: the file must not be there yet
  --page        writes a page that checks a proof file in any browser, without a network
  --json        the verdict for programs

Exit code 0 it holds, 1 it does not, 2 the call cannot be understood, 4 it holds, but no key was pinned.

Examples
  concordat verify evidence.ndjson --keeper-key keeper.json --witnesses 3
  concordat verify evidence.ndjson --keeper-key keeper.json --keys-out keys.txt
  concordat verify event.tlog-proof --keys keys.txt --witnesses 3
  concordat verify --page check-a-proof.html
`;

/** Leaves between two lines of progress. */
const PROGRESS = 10_000;

/** `concordat verify`: evidence of an audit log, checked without it. */
export const verify: Command = {
  help: HELP.trimEnd(),
  options: {
    'keeper-key': 'value',
    witnesses: 'value',
    keys: 'value',
    'keys-out': 'value',
    page: 'value',
    json: 'flag',
  },
  run: (call, world) => answering(world, () => verifyCall(call, world)),
};

async function verifyCall(call: Arguments, world: World): Promise<ExitCode> {
  const page = call.value('page');
  if (page !== undefined) return givePage(page, call, world);
  const [file, ...more] = call.words;
  if (file === undefined || more.length > 0) throw new UsageError(['Name one file.']);
  const path = resolve(world.cwd, file);
  const json = call.has('json');
  if (isProofFile(beginningOf(path, file))) return ofProof(readFileSync(path, 'utf8'), call, world);
  const verifier = new EvidenceVerifier(optionsIn(call, world));
  const keysFile = call.has('keys-out') ? outFile(call, world, 'keys-out') : undefined;
  const verdict = await ofExport(path, verifier, world);
  if (json) world.out(JSON.stringify(verdict, null, 2));
  else exportLines(verdict).forEach(world.out);
  if (!verdict.ok) return EXIT.REFUSED;
  if (keysFile !== undefined) keepText(`${verdict.noteKeys.join('\n')}\n`, keysFile);
  return verdict.pinned ? EXIT.OK : EXIT.UNPINNED;
}

async function givePage(file: string, call: Arguments, world: World): Promise<ExitCode> {
  if (call.words.length > 0) throw new UsageError(['Give either a file to verify or --page, not both.']);
  const { proofPage } = await import('../proof-page.js');
  const text = await proofPage();
  keepText(text, resolve(world.cwd, file));
  world.out(`Written to ${file}: open it in a browser.`);
  return EXIT.OK;
}

async function ofExport(
  path: string,
  verifier: EvidenceVerifier,
  world: World,
): Promise<SoundEvidence | EvidenceFault> {
  let read = 0;
  for await (const line of linesOf(path)) {
    if (!verifier.line(line)) break;
    read += 1;
    if (read % PROGRESS === 0) world.err(`${read} lines read ...`);
  }
  return verifier.result();
}

function ofProof(text: string, call: Arguments, world: World): ExitCode {
  const file = call.value('keys');
  if (file === undefined)
    throw new UsageError(['A proof file needs --keys: those of the log and its witnesses.']);
  const { witnesses = 0 } = optionsIn(call, world);
  const verdict = verifyProofFile(text, keysIn(readGiven(file, world)), witnesses);
  if (call.has('json')) world.out(JSON.stringify(verdict, null, 2));
  else proofLines(verdict).forEach(world.out);
  return verdict.ok ? EXIT.OK : EXIT.REFUSED;
}

function optionsIn(call: Arguments, world: World): { keeperKey?: string; witnesses?: number } {
  const faults: string[] = [];
  const witnesses = call.value('witnesses');
  if (witnesses !== undefined && !/^\d{1,3}$/.test(witnesses)) faults.push('--witnesses takes a number.');
  const file = call.value('keeper-key');
  const x = file === undefined ? undefined : publicKeyIn(readGiven(file, world));
  if (file !== undefined && x === undefined) faults.push(`${file} holds no Ed25519 public key as JWK.`);
  if (faults.length > 0) throw new UsageError(faults);
  return {
    ...(x !== undefined && { keeperKey: x }),
    ...(witnesses !== undefined && { witnesses: Number(witnesses) }),
  };
}

function publicKeyIn(text: string): string | undefined {
  try {
    const { kty, crv, x } = JSON.parse(text) as { kty?: unknown; crv?: unknown; x?: unknown };
    return kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string' ? x : undefined;
  } catch {
    return undefined;
  }
}

function keysIn(text: string): readonly NoteKey[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const keys = lines.map((line) => readNoteKey(line.trim()));
  const faults = lines.flatMap((_, at) => (keys[at] ? [] : [`Line ${at + 1} of --keys is no verifier key.`]));
  if (faults.length > 0) throw new UsageError(faults);
  return keys as NoteKey[];
}

function readGiven(file: string, world: World): string {
  try {
    return readFileSync(resolve(world.cwd, file), 'utf8');
  } catch {
    throw new UsageError([`${file} cannot be read.`]);
  }
}

/** Enough of a file to see what it is. */
function beginningOf(path: string, name: string): string {
  try {
    const handle = openSync(path, 'r');
    const head = Buffer.alloc(64);
    const length = readSync(handle, head, 0, head.length, 0);
    closeSync(handle);
    return head.subarray(0, length).toString('utf8');
  } catch {
    throw new UsageError([`${name} cannot be read.`]);
  }
}

function exportLines(verdict: SoundEvidence | EvidenceFault): string[] {
  if (!verdict.ok) return [`NOT SOUND  ${verdict.sentence}`];
  const { origin, size, whole, leaves, openings, witnesses, pinned, keeper } = verdict;
  return [
    `SOUND      ${origin}, checkpoint over ${size} leaves`,
    `Leaves     ${leaves}${whole ? ', the whole log: no number of any sender is missing' : ', each with its proof'}`,
    `Values     ${openings} opened, each the one that was committed to`,
    `Witnesses  ${witnesses.length === 0 ? 'none' : witnesses.join(', ')}`,
    pinned
      ? 'Keys       by the keeper’s key that you gave'
      : `Keys       only as good as this file: no key was given; it names the keeper by ${keeper ?? 'no key'}`,
  ];
}

function proofLines(verdict: HeldProof | ProofFault): string[] {
  if (!verdict.ok) return [`NOT SOUND  ${verdict.sentence}`];
  const { origin, index, size, witnesses, event } = verdict;
  return [
    `SOUND      ${origin}, leaf ${index} of ${size}`,
    `Event      ${event.type} ${event.id}, said by ${event.source}`,
    `Witnesses  ${witnesses.length === 0 ? 'none of the given keys' : witnesses.join(', ')}`,
  ];
}
