import { pathText, type Finding } from './check.js';

/** Where the faulty data came from: files of YAML, a bundle off the wire, or a choice of agencies. */
export type DirectoryErrorCode = 'BAD_FILES' | 'BAD_BUNDLE' | 'BAD_SUBSET';

/** One thing wrong. `line` counts from 1; 0 where the data has no lines. `path` is written `agencies[0].units[2]`. */
export interface DirectoryFault {
  readonly file: string;
  readonly line: number;
  readonly path: string;
  readonly detail: string;
}

/** Thrown with every fault at once; the message lists them, one to a line. Trying again without a change never helps. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';

  constructor(
    readonly code: DirectoryErrorCode,
    readonly faults: readonly DirectoryFault[],
  ) {
    super(faults.map(faultText).join('\n'));
  }
}

/** Turns findings about data without files into faults; `source` stands in the place of the file's name. */
export const faultsWithoutLines = (source: string, findings: readonly Finding[]): readonly DirectoryFault[] =>
  findings.map(({ at, detail }) => ({ file: source, line: 0, path: pathText(at), detail }));

/** One fault on one line: `file:line path: what is wrong`. */
export function faultText({ file, line, path, detail }: DirectoryFault): string {
  const place = line > 0 ? `${file}:${line}` : file;
  return path === '' ? `${place}: ${detail}` : `${place} ${path}: ${detail}`;
}
