/** Deepest nesting that is read: what goes deeper would end a reader that calls itself. */
const LEVELS = 64;
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * Reads JSON (RFC 8259) that has one meaning only: no object names a member twice, which one reader would take by the first
 * and another by the last (I-JSON, RFC 7493 §2.3), and nothing is nested deeper than 64 levels. Undefined for any other text.
 */
export function readStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isPlain(text) ? value : undefined;
}

/** Walks the tokens of a text that is JSON. */
function isPlain(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      if (open.push(token === '{' ? new Set() : undefined) > LEVELS) return false;
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ':' && !isNew(open.at(-1), last)) return false;
    last = token;
  }
  return true;
}

/** A name may be spelled with escapes: it is the name itself that must be new. */
function isNew(names: Set<string> | undefined, spelled: string): boolean {
  const name = JSON.parse(spelled) as string;
  if (names?.has(name)) return false;
  names?.add(name);
  return true;
}
