import { markup, type Markup } from './markup.js';
import type { Known } from './material.js';

/** What can be known of an item, with its sign, its word, and what that means. */
export const MARKS: Readonly<Record<Known['as'], readonly [sign: string, word: string, meaning: string]>> = {
  value: ['●', 'known', 'a value'],
  unconfirmed: ['◐', 'unconfirmed', 'a value that nobody has confirmed, or that is old'],
  reason: ['○', 'no value', 'no value, and a reason why there is none'],
  held: ['■', 'held back', 'there is a value, and it is held back'],
  waits: ['…', 'waits', 'another agency keeps it until a later stage'],
  'not-let': ['×', 'not let through', 'no agreement let another agency tell it'],
  'taken-back': ['←', 'taken back', 'told, and taken back'],
};

/** The sign of a state; its word is there for who hears the page. */
export function signOf(as: Known['as']): Markup {
  const [sign, word] = MARKS[as];
  return markup`<span class="sign ${as}"><span aria-hidden="true">${sign}</span><span class="heard">${word}</span></span>`;
}

/** What the signs mean. */
export function markLegend(): Markup {
  const states = Object.keys(MARKS) as Known['as'][];
  return markup`<ul class="legend">
${states.map((as) => markup`<li>${signOf(as)} ${MARKS[as][1]}: ${MARKS[as][2]}</li>`)}
<li><span class="gap">gap</span> still not known at the end</li>
</ul>`;
}
