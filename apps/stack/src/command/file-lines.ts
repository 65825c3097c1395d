import { createReadStream } from 'node:fs';

/** The lines of a file that end with a line feed: `readline` would also cut at U+2028, which JSON may hold. Rejects where it cannot be read. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8') as AsyncIterable<string>) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
