import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { reasonOf } from '../platform/platform-error.js';
import { UsageError, type Arguments } from './arguments.js';
import { NoAnswer } from './audit-door.js';
import type { World } from './command.js';
import { EXIT } from './exit-codes.js';

/** How much came before progress is told again, in bytes. */
const TELL_EVERY = 10_000_000;

/** A file that was written. */
export interface KeptFile {
  readonly file: string;
  readonly bytes: number;
  readonly lines: number;
}

/** Where `--out`, or another option, says that an answer goes. Throws UsageError where it is missing, or where something stands already. */
export function outFile(args: Arguments, { cwd }: World, option = 'out'): string {
  const out = args.value(option);
  if (out === undefined) throw new UsageError([`--${option} is missing: the file to write.`]);
  const file = resolve(cwd, out);
  if (existsSync(file)) throw new UsageError([`${out} is there already: name another file.`]);
  if (!existsSync(dirname(file))) throw new UsageError([`There is no folder for ${out}.`]);
  return file;
}

/** Keeps a text as a file for its owner alone, whole or not at all. Throws NoAnswer where it cannot be written. */
export function keepText(text: string, file: string): void {
  const part = `${file}.part`;
  try {
    writeFileSync(part, text, { mode: 0o600 });
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw notWritten(error);
  }
}

/** Keeps lines as they come, each with a line feed, whole or not at all. Throws NoAnswer where they break off or cannot be written. */
export async function keepLines(lines: AsyncIterable<string>, file: string): Promise<void> {
  const part = `${file}.part`;
  try {
    const handle = await open(part, 'w', 0o600);
    const text = async function* () {
      for await (const line of lines) yield `${line}\n`;
    };
    await pipeline(Readable.from(text()), handle.createWriteStream());
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw notWritten(error);
  }
}

const notWritten = (error: unknown): NoAnswer =>
  new NoAnswer([`The file cannot be written: ${reasonOf(error)}`], EXIT.REFUSED);

/**
 * Keeps an answer as a file for its owner alone, whole or not at all: it has its name only once its last byte came. Tells how
 * far it is while it is long. Throws NoAnswer where the answer breaks off or cannot be written.
 */
export async function keepAnswer(answer: Response, file: string, { err }: World): Promise<KeptFile> {
  const part = `${file}.part`;
  let [bytes, lines, told] = [0, 0, 0];
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      for (const byte of chunk) if (byte === 0x0a) lines += 1;
      if (bytes - told >= TELL_EVERY) {
        told = bytes;
        err(`${sizeText(bytes)} …`);
      }
      done(null, chunk);
    },
  });
  // Opened first: a stream that opens its file later may do so behind the answer's end, and leave it there.
  const handle = await open(part, 'w', 0o600).catch(async (error: unknown) => {
    await answer.body?.cancel().catch(() => undefined);
    throw notWritten(error);
  });
  try {
    // Read from here on and not before: what breaks off while nobody listens would end the process.
    const body = Readable.fromWeb((answer.body ?? new Blob([]).stream()) as ReadableStream);
    await pipeline(body, counting, handle.createWriteStream());
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw new NoAnswer([`The answer broke off, and nothing was kept: ${reasonOf(error)}`], EXIT.NOBODY);
  }
  return { file, bytes, lines };
}

/** Bytes as people read them. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
