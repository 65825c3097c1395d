import { wordsOfEvent } from './event-words.js';
import { markup, type Markup } from './markup.js';
import type { EventTold } from './material.js';
import { scrolling } from './parts.js';

/** The events in words, for who reads on a small screen or hears the page; on paper the pictures say it. */
export function storyTable(events: readonly EventTold[]): Markup {
  if (events.length === 0) return markup``;
  const rows = events.map((event) => {
    const { says, beside } = wordsOfEvent(event);
    const { minute, task, from, to, byItself } = event;
    return markup`<tr><th scope="row">${minute}</th><td>${task}</td><td>${from.name}, ${from.unit}${byItself ? ' (by itself)' : ''}</td><td>${to.name}, ${to.unit}</td><td>${says}${beside === '' ? '' : markup`<br><span class="aside">${beside}</span>`}</td></tr>`;
  });
  const table = markup`<table>
<caption>Every event in the order of the ledger</caption>
<thead><tr><th scope="col">Minute</th><th scope="col">Task</th><th scope="col">Who</th><th scope="col">To whom</th><th scope="col">What</th></tr></thead>
<tbody>${rows}</tbody>
</table>`;
  return markup`<details class="screen-only"><summary>The same in words</summary>${scrolling('Every event in words', table)}</details>`;
}
