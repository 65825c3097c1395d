import { paint, wrapped, type Look, type Tone } from './look.js';

/** Columns of the margin. */
export const MARGIN = 9;

/** Lines of one width, each with a head in the margin. */
export class Page {
  readonly lines: string[] = [];

  constructor(private readonly look: Look) {}

  /** Adds a text; only its first line has the head. */
  add(head: string, text: string, tone?: Tone): void {
    for (const line of wrapped(head, text, this.look.width)) {
      this.lines.push(tone ? paint(line, tone, this.look) : line);
    }
  }
}

/** A mark at the right of the margin. */
export const pad = (mark: string): string => `${' '.repeat(MARGIN - mark.length - 1)}${mark} `;

/** A word that begins a line below a step. */
export const itemHead = (word: string): string => `${' '.repeat(MARGIN + 2)}${word.padEnd(9)}`;
