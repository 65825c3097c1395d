import { SyntaxKind, createScanner, parse, type ParseError } from 'jsonc-parser';
import type { Fault } from '#domain';
import { Problem } from './problem.js';

/** Levels of nesting that a body may have. */
export const MAX_DEPTH = 12;
/** Most faults that are listed; a body with more is hopeless. */
const MAX_FAULTS = 50;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `prototype`, and every name that each object has by itself: checks by name would take them for known fields. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
  'prototype',
  ...Object.getOwnPropertyNames(Object.prototype),
]);

/** One open object or array on the way through the text. */
interface Level {
  readonly pointer: string;
  /** Keys seen so far; undefined for an array. */
  readonly keys: Set<string> | undefined;
  /** The key or index at hand. */
  at: string | number;
  /** True where an object's next string is a key. */
  keyNext: boolean;
}

/**
 * Reads a request body. Throws Problem NOT_JSON on what is no JSON in UTF-8 (RFC 8259), and AMBIGUOUS_JSON with every
 * place of: a key given twice, a key that reaches into the language, nesting beyond `MAX_DEPTH`, half a surrogate pair,
 * NUL, and a number beyond 2^53 - 1.
 */
export function readStrictJson(bytes: Buffer): { readonly text: string; readonly value: unknown } {
  const text = decode(bytes);
  const value = parseExactly(text);
  const faults = jsonFaults(text);
  if (faults.length > 0) throw new Problem('AMBIGUOUS_JSON', { faults });
  return { text, value };
}

function decode(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new Problem('NOT_JSON', {
      faults: [{ pointer: '', code: 'NOT_UTF8', detail: 'write the body in UTF-8' }],
    });
  }
}

function parseExactly(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The engine's own message quotes the text around the error, which may be about a person.
    throw new Problem('NOT_JSON', {
      faults: [{ pointer: '', code: 'NOT_JSON', detail: whereItBreaks(text) }],
    });
  }
}

function whereItBreaks(text: string): string {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    return 'expected one JSON text';
  }
  const before = text.slice(0, errors[0]?.offset ?? text.length).split('\n');
  return `expected one JSON text; it breaks at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Every fault of a text that is JSON. It walks over the tokens, so that no depth of nesting can exhaust the stack. */
function jsonFaults(text: string): Fault[] {
  const faults: Fault[] = [];
  const levels: Level[] = [];
  const scanner = createScanner(text, true);
  for (
    let kind = scanner.scan();
    kind !== SyntaxKind.EOF && faults.length < MAX_FAULTS;
    kind = scanner.scan()
  ) {
    const token =
      kind === SyntaxKind.StringLiteral || kind === SyntaxKind.NumericLiteral ? scanner.getTokenValue() : '';
    const level = levels.at(-1);
    if (isKey(kind, level)) faults.push(...takeKey(level, token));
    else step(kind, token, { levels, faults });
  }
  return faults;
}

const isKey = (kind: SyntaxKind, level: Level | undefined): level is Level & { keys: Set<string> } =>
  kind === SyntaxKind.StringLiteral && level?.keys !== undefined && level.keyNext;

function step(kind: SyntaxKind, token: string, at: { levels: Level[]; faults: Fault[] }): void {
  const { levels, faults } = at;
  const level = levels.at(-1);
  if (kind === SyntaxKind.OpenBraceToken || kind === SyntaxKind.OpenBracketToken) {
    const isObject = kind === SyntaxKind.OpenBraceToken;
    const pointer = pointerAt(level);
    levels.push({
      pointer,
      keys: isObject ? new Set() : undefined,
      at: isObject ? '' : 0,
      keyNext: isObject,
    });
    if (levels.length === MAX_DEPTH + 1)
      faults.push(fault(pointer, 'TOO_DEEP', `at most ${MAX_DEPTH} levels of nesting`));
  } else if (kind === SyntaxKind.CloseBraceToken || kind === SyntaxKind.CloseBracketToken) levels.pop();
  else if (kind === SyntaxKind.CommaToken && level) next(level);
  else if (kind === SyntaxKind.StringLiteral) faults.push(...textFaults(level, token));
  else if (kind === SyntaxKind.NumericLiteral && !(Math.abs(Number(token)) <= Number.MAX_SAFE_INTEGER)) {
    const detail = 'a number beyond 2^53 - 1 must be written as a string';
    faults.push(fault(pointerAt(level), 'NUMBER_TOO_LARGE', detail));
  }
}

function next(level: Level): void {
  if (level.keys) level.keyNext = true;
  else level.at = Number(level.at) + 1;
}

function takeKey(level: Level & { keys: Set<string> }, key: string): Fault[] {
  level.at = key;
  level.keyNext = false;
  const faults = textFaults(level, key);
  if (level.keys.has(key))
    faults.push(fault(pointerAt(level), 'DUPLICATE_KEY', 'this key is given more than once'));
  if (FORBIDDEN_KEYS.has(key))
    faults.push(fault(pointerAt(level), 'FORBIDDEN_KEY', 'a key may not have this name'));
  level.keys.add(key);
  return faults;
}

function textFaults(level: Level | undefined, text: string): Fault[] {
  const faults: Fault[] = [];
  if (text.includes('\0'))
    faults.push(fault(pointerAt(level), 'NUL', 'a text may not hold the character U+0000'));
  if (/\p{Surrogate}/u.test(text))
    faults.push(fault(pointerAt(level), 'HALF_A_CHARACTER', 'a text holds half a surrogate pair'));
  return faults;
}

const pointerAt = (level: Level | undefined): string =>
  level ? `${level.pointer}/${String(level.at).replaceAll('~', '~0').replaceAll('/', '~1')}` : '';

const fault = (pointer: string, code: string, detail: string): Fault => ({ pointer, code, detail });
