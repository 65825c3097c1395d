/** A piece of HTML or SVG in which every text from outside is escaped already. */
export class Markup {
  constructor(readonly html: string) {}
}

/** What may stand in a piece of markup: texts and numbers are escaped, pieces are not, nothing is left out. */
export type Part = Markup | string | number | undefined | readonly Part[];

/**
 * A piece of HTML or SVG, as a template: what is filled in is text, in an element or in a quoted attribute, unless it is
 * markup itself. Templates alone make markup, so no text from a script, a feed or a service can.
 */
export function markup(parts: TemplateStringsArray, ...filled: readonly Part[]): Markup {
  return new Markup(parts.map((part, at) => `${at > 0 ? asHtml(filled[at - 1]) : ''}${part}`).join(''));
}

function asHtml(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.html;
  return typeof part === 'object' ? part.map(asHtml).join('') : escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Control characters, marks that turn the direction of what follows, and halves of a character: a sign stands for each. */
const STEERING =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** A text so that it is shown as it is, in an element or a quoted attribute, and steers nothing. */
export function escaped(text: string): string {
  return text.replace(STEERING, '\uFFFD').replace(/[&<>"'`]/g, (sign) => ENTITIES[sign] ?? sign);
}
