import { gapSection } from './knowledge-gaps.js';
import { itemStories } from './knowledge-story.js';
import { markLegend, signOf } from './known-marks.js';
import { markup, type Markup } from './markup.js';
import type { EventTold, ItemKnown, Known, Lane, ReportMaterial } from './material.js';
import { many, scrolling, section } from './parts.js';

/** Who knew what, and when: items by agencies, what was said of each, what is missing, and words that lost something. */
export function knowledgeSection({ items, lanes, events, unasked }: ReportMaterial): Markup {
  const shown = lanes.filter(({ code }) =>
    items.some(({ known, gaps }) => (known[code]?.length ?? 0) > 0 || gaps[code] !== undefined),
  );
  const spoken = items.filter(({ known }) => Object.values(known).some((list) => list.length > 0));
  const silent = items.length - spoken.length;
  const table = markup`
<p class="lead">The number is the minute from which an agency had it: because it said so itself, or because another agency told it.</p>
${markLegend()}
${spoken.length > 0 ? scrolling('Who knew what, and when', matrix(spoken, shown)) : markup`<p>Nothing was said of the person.</p>`}
${silent > 0 ? markup`<p>Of ${many(silent, 'more item')} nobody said anything: <a href="#gaps">gaps at the end</a>.</p>` : ''}`;
  const stories = markup`<p class="lead">The same, item by item, with what was said.</p>${itemStories(items, lanes)}`;
  return markup`${section({ id: 'knowledge', title: 'Who knew what, and when', body: table, kind: 'breaks' })}${section(
    { id: 'said', title: 'What was said of each item', body: stories, kind: 'breaks' },
  )}${gapSection(items, lanes, unasked)}${wordsSection(events)}`;
}

function matrix(items: readonly ItemKnown[], lanes: readonly Lane[]): Markup {
  const categories = [...new Set(items.map(({ category }) => category))];
  return markup`<table class="knowledge">
<caption>Items of information by agency, with the minute</caption>
<thead><tr><th scope="col">Item</th>${lanes.map(({ name }) => markup`<th scope="col">${name}</th>`)}</tr></thead>
${categories.map(
  (category) => markup`<tbody>
<tr class="group"><th scope="rowgroup" colspan="${lanes.length + 1}">${category}</th></tr>
${items.filter((item) => item.category === category).map((item) => row(item, lanes))}</tbody>
`,
)}</table>`;
}

const row = ({ label, known, gaps }: ItemKnown, lanes: readonly Lane[]): Markup =>
  markup`<tr><th scope="row">${label}</th>${lanes.map(({ code }) => markup`<td>${cell(known[code] ?? [], gaps[code] !== undefined)}</td>`)}</tr>
`;

function cell(known: readonly Known[], isGap: boolean): Markup {
  const steps = known.filter((one, index) => one.as !== known[index - 1]?.as);
  if (steps.length === 0 && !isGap) return markup`<span class="nothing">–</span>`;
  return markup`${steps.map(({ as, minute, code }) => markup`<span class="step ${as}">${signOf(as)}&nbsp;${minute}${as === 'reason' && code !== undefined ? markup` <small>${code}</small>` : ''}</span> `)}${isGap ? markup`<span class="gap">gap</span>` : ''}`;
}

/** Words of tasks that lost something on the way from one agency's language to the other's. */
function wordsSection(events: readonly EventTold[]): Markup {
  const words = events.flatMap(({ lossy, from, to }) => lossy.map((one) => ({ ...one, from, to })));
  const rows = words.map(
    ({ minute, task, from, to, said, shown, code, loss }) =>
      markup`<tr><th scope="row">${minute}</th><td>${task}</td><td>“${said}”<br><span class="aside">${from.name}</span></td><td>“${shown}”<br><span class="aside">${to.name}</span></td><td><code>${code}</code></td><td>${loss}</td></tr>`,
  );
  const body =
    words.length === 0
      ? markup`<p>Every word for a task, a reason or an outcome meant the same on both sides.</p>`
      : scrolling(
          'Words that are not quite the same',
          markup`<table class="words">
<caption>Own words of two agencies for one shared term</caption>
<thead><tr><th scope="col">Minute</th><th scope="col">Task</th><th scope="col">Said</th><th scope="col">Read as</th><th scope="col">Shared term</th><th scope="col">What is lost</th></tr></thead>
<tbody>${rows}</tbody>
</table>`,
        );
  return section({ id: 'words', title: 'Words that are not quite the same', body });
}
