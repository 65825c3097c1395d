import type { Person } from '#access';
import type { Read } from '../audit-service.js';
import { leafAddress, readingNote } from '../reading-note.js';
import { saysOf } from '../story/event-words.js';
import { shownSecond, type ShownTime } from '../times.js';
import { capital } from '../../page/code-words.js';
import type { Words } from '../words.js';
import { readProofFile } from './proof-file.js';

/** A leaf with its proof as the template shows it. */
export interface ProofView {
  readonly title: string;
  readonly what: string;
  readonly said: { readonly by: string; readonly at: ShownTime };
  /** The event as it was signed, as indented JSON. */
  readonly event: string;
  readonly path: readonly string[];
  readonly checkpoint: {
    readonly origin: string;
    readonly size: number;
    readonly root: string;
    readonly witnesses: readonly string[];
  };
  /** The whole proof file, and the keys to check it with: the page's script reads both. */
  readonly proof: string;
  readonly keys: string;
  readonly file: string;
  readonly downloads: { readonly proof: string; readonly keys: string };
  readonly story?: string;
  readonly scripts: readonly string[];
  readonly [name: string]: unknown;
}

/** The page of a leaf. Throws Error for a proof that is none: then whoever answered is no audit service. */
export function proofView(
  { body: proof, leaf }: Read<string>,
  keys: string,
  { words, person }: { readonly words: Words; readonly person: Pick<Person, 'role'> },
): ProofView {
  const shown = readProofFile(proof);
  if (!shown) throw new Error('the audit service gave no proof file');
  const { index, event, path, origin, size, root, signers } = shown;
  const { type, source, time, subject } = event as Readonly<Record<string, string | undefined>>;
  const isOfTask = (type ?? '').startsWith('concordat.task.');
  return {
    title: `Leaf ${index} of the log, with its proof`,
    what: capital(saysOf(type ?? '')),
    said: { by: signerOf(source ?? '', words), at: shownSecond(time ?? '') },
    event: JSON.stringify(event, null, 2),
    path,
    checkpoint: { origin, size, root, witnesses: signers.filter((name) => name !== origin) },
    proof,
    keys,
    file: `leaf-${index}.tlog-proof`,
    downloads: { proof: `${leafAddress(index)}/proof-file`, keys: '/audit/log-keys' },
    ...(isOfTask && subject !== undefined && { story: `/audit/tasks/${subject}` }),
    reading: readingNote(leaf, person),
    scripts: ['audit-proof.js'],
  };
}

/** An event's source is `/agency/unit`, or the path of a service of the whole system. */
function signerOf(source: string, words: Words): string {
  const [, agency = source, unit] = source.split('/');
  return words.party({ agency, unit });
}
