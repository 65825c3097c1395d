import { readStrictJson } from './strict-json.js';

/** First line of an export. */
export interface HeaderLine {
  readonly is: 'header';
  readonly format: 'concordat-evidence/v1';
  readonly origin: string;
  readonly made: string;
  readonly size: number;
  readonly whole: boolean;
}
/** The signed note that everything is proven under, with its cosignature lines. */
export interface CheckpointLine {
  readonly is: 'checkpoint';
  readonly note: string;
}
/** A directory version with its place on the ledger. */
export interface DirectoryLine {
  readonly is: 'directory';
  readonly version: number;
  readonly sequence: number;
  readonly event: string;
  readonly bundle: unknown;
}
/** A leaf; `proof` only where the export does not hold the whole log. `sequence` is null for own acts of the log. */
export interface LeafLine {
  readonly is: 'leaf';
  readonly index: number;
  readonly event: string;
  readonly sequence: number | null;
  readonly recordedAt: string;
  readonly proof?: readonly string[];
}
/** Value and salt of an item of the leaf before it. */
export interface OpeningLine {
  readonly is: 'opening';
  readonly index: number;
  readonly place: number;
  readonly salt: string;
  readonly value: unknown;
}
/** Last line: how much there was, so that a file that was cut off is found. */
export interface EndLine {
  readonly is: 'end';
  readonly leaves: number;
  readonly openings: number;
}

/** Any line of an export. */
export type EvidenceLine = HeaderLine | CheckpointLine | DirectoryLine | LeafLine | OpeningLine | EndLine;

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const text = (value: unknown): boolean => typeof value === 'string';
const count = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const anything = (): boolean => true;
const texts = (value: unknown): boolean => Array.isArray(value) && value.every(text);

const SHAPES: Readonly<Record<EvidenceLine['is'], Shape>> = {
  header: {
    format: (value) => value === 'concordat-evidence/v1',
    origin: text,
    made: text,
    size: count,
    whole: (value) => typeof value === 'boolean',
  },
  checkpoint: { note: text },
  directory: { version: count, sequence: count, event: text, bundle: anything },
  leaf: {
    index: count,
    event: text,
    sequence: (value) => value === null || count(value),
    recordedAt: text,
    proof: (value) => value === undefined || texts(value),
  },
  opening: { index: count, place: count, salt: text, value: anything },
  end: { leaves: count, openings: count },
};

/** The line that a text is, or the name of the first part that is not as it should be (`is` where it is no line at all). */
export function readLine(line: string): EvidenceLine | { readonly wrong: string } {
  const value = readStrictJson(line);
  if (typeof value !== 'object' || value === null) return { wrong: 'is' };
  const parts = value as Readonly<Record<string, unknown>>;
  const shape =
    typeof parts['is'] === 'string' && Object.hasOwn(SHAPES, parts['is']) && SHAPES[parts['is'] as 'leaf'];
  if (!shape) return { wrong: 'is' };
  const wrong = Object.keys(shape).find((name) => !shape[name]?.(parts[name]));
  const strange = Object.keys(parts).find((name) => name !== 'is' && !Object.hasOwn(shape, name));
  return (wrong ?? strange) ? { wrong: wrong ?? strange ?? 'is' } : (value as EvidenceLine);
}
