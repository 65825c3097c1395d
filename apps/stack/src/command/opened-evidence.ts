import type { SealedItem } from '#contracts';

/** The opened values of one leaf: place for place those of its event. */
export interface OpenedLeaf {
  readonly index: number;
  readonly items: readonly Pick<SealedItem, 'salt' | 'value'>[];
}

/** What stands in every line of evidence (see libs/verifier), as far as it is looked at here. */
interface Line {
  readonly is?: unknown;
  readonly index?: unknown;
  readonly openings?: unknown;
}

/** Whether a line begins an evidence export. */
export const beginsEvidence = (line: string): boolean => parsed(line).is === 'header';

/**
 * The lines of an evidence export with the values of one of its leaves behind it, which `concordat verify` then checks against what the
 * event committed to. Values of that leaf that it holds already are replaced. Line by line, so memory does not grow with the log.
 * Throws Error with one sentence where the export does not hold the leaf.
 */
export async function* withOpenings(
  lines: AsyncIterable<string>,
  { index, items }: OpenedLeaf,
): AsyncGenerator<string> {
  let [added, isThere] = [0, false];
  for await (const text of lines) {
    const line = parsed(text);
    if (line.is === 'opening' && line.index === index) {
      added -= 1;
      continue;
    }
    if (line.is !== 'end') yield text;
    else if (!isThere) throw new Error(`The evidence does not hold leaf ${index}.`);
    else yield JSON.stringify({ ...line, openings: Number(line.openings) + added });
    if (line.is !== 'leaf' || line.index !== index) continue;
    isThere = true;
    added += items.length;
    for (const [place, { salt, value }] of items.entries())
      yield JSON.stringify({ is: 'opening', index, place, salt, value });
  }
}

/** A line that is none says nothing here: whether it may stand there is for the verifier. */
function parsed(text: string): Line {
  try {
    return (JSON.parse(text) ?? {}) as Line;
  } catch {
    return {};
  }
}
