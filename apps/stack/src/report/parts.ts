import { markup, type Markup } from './markup.js';

/** A section of the report: it begins with its heading, and on paper with a page of its own where `breaks` says so. */
export function section({
  id,
  title,
  body,
  kind = '',
}: {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
  /** Classes: `breaks` begins a page, `wide` turns it. */
  readonly kind?: string;
}): Markup {
  return markup`<section id="${id}" class="${kind}" aria-labelledby="${id}-heading">
<p class="kicker">Exercise · everybody in it is invented</p>
<h2 id="${id}-heading">${title}</h2>
${body}
</section>
`;
}

/** Something that may be wider than a small screen: it moves in a box of its own, also by keyboard. */
export const scrolling = (name: string, content: Markup): Markup =>
  markup`<div class="scroll" role="group" aria-label="${name}" tabindex="0">${content}</div>`;

/** A number with its noun. */
export const many = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`;

/** A mark that says in words what its colour says. */
export const badge = (kind: 'good' | 'bad' | 'quiet' | 'warn', words: string): Markup =>
  markup`<span class="badge ${kind}">${words}</span>`;
