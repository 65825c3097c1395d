/** A local system of the agency that may call its service; only the hash of its token is kept. */
export interface SystemToken {
  readonly name: string;
  /** SHA-256 of the token, hex. */
  readonly sha256: string;
  /** The units of the agency for which the system acts and whose tasks it sees; all of them where this is absent. */
  readonly units?: readonly string[];
}

/**
 * Reads the tokens of an agency's systems from a JSON list. Throws one Error that names every fault by its place. A system
 * may have several tokens, such as an old and a new one; they are bound to the same units.
 */
export function readTokens(text: string): readonly SystemToken[] {
  const list = JSON.parse(text) as unknown;
  if (!Array.isArray(list)) throw new Error('it is not a list of tokens');
  const faults = list.flatMap((token, index) => faultsIn(token).map((fault) => `${index}: ${fault}`));
  if (faults.length > 0) throw new Error(faults.join('; '));
  const tokens = list as readonly SystemToken[];
  const torn = tokens.filter((token) => unitsText(token) !== unitsText(firstOf(token.name, tokens)));
  if (torn.length > 0) {
    const names = [...new Set(torn.map(({ name }) => name))];
    throw new Error(`tokens of one system are bound to different units: ${names.join(', ')}`);
  }
  return tokens;
}

/** The token of a system; undefined when it has none any more. */
export const tokenOfSystem = (name: string, tokens: readonly SystemToken[]): SystemToken | undefined =>
  tokens.find((token) => token.name === name);

const firstOf = (name: string, tokens: readonly SystemToken[]): SystemToken =>
  tokenOfSystem(name, tokens) as SystemToken;

const unitsText = ({ units }: SystemToken): string => (units ? [...new Set(units)].sort().join(' ') : '*');

function faultsIn(token: unknown): readonly string[] {
  if (typeof token !== 'object' || token === null) return ['it is no object'];
  const { name, sha256, units } = token as Readonly<Record<string, unknown>>;
  return [
    ...(isText(name) ? [] : ['its name is no text']),
    ...(typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)
      ? []
      : ['its sha256 is not 64 hexadecimal digits']),
    ...(units === undefined || (Array.isArray(units) && units.length > 0 && units.every(isText))
      ? []
      : ['its units are no list of texts with at least one; leave them out for all units']),
  ];
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
