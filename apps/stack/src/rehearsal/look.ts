/** How lines may look: at most `width` columns; colours only where they are shown. */
export interface Look {
  readonly width: number;
  readonly colour: boolean;
}

/** Marks that carry a meaning; the words beside them always say it too. */
export type Tone = 'good' | 'bad' | 'quiet' | 'strong';

const CODES: Readonly<Record<Tone, string>> = { good: '32', bad: '31', quiet: '2', strong: '1' };

/** The text in its tone, where colours are shown. */
export function paint(text: string, tone: Tone, { colour }: Look): string {
  return colour ? `\u001b[${CODES[tone]}m${text}\u001b[0m` : text;
}

/**
 * A text in lines of at most `width` columns: the first begins with `head`, the others with as many spaces. A word that is
 * longer than a line is cut.
 */
export function wrapped(head: string, text: string, width: number): readonly string[] {
  const room = Math.max(width - head.length, 10);
  const words = text.split(/\s+/).flatMap((word) => word.match(new RegExp(`.{1,${room}}`, 'gu')) ?? []);
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  const rest = ' '.repeat(head.length);
  return lines.map((each, index) => `${index === 0 ? head : rest}${each}`.trimEnd());
}

/** A text of at most `most` characters, cut in the middle of nothing but its end. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
