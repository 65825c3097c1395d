import { markup, type Markup } from './markup.js';
import type { GapLeft, ItemKnown, Lane } from './material.js';
import { scrolling, section } from './parts.js';

/** What is still not known at the end, by whom, and who could know. */
export function gapSection(
  items: readonly ItemKnown[],
  lanes: readonly Lane[],
  unasked: readonly string[],
): Markup {
  const open = items.filter(({ gaps }) => Object.keys(gaps).length > 0);
  const body = markup`
<p class="lead">Where it says <span class="gap">gap</span>, the agency still lacks it. The words say who could know it, who was asked, and where somebody has yet to ask.</p>
${open.length > 0 ? scrolling('Gaps at the end', table(open, lanes)) : markup`<p>No agency has a gap.</p>`}
${unasked.length > 0 ? markup`<p class="aside">Not shown for ${unasked.join(', ')}: no answer.</p>` : ''}`;
  return section({ id: 'gaps', title: 'Gaps at the end', body });
}

function table(items: readonly ItemKnown[], lanes: readonly Lane[]): Markup {
  const named = items.flatMap(({ gaps }) => Object.values(gaps).flatMap(namesIn));
  const names = [...new Set([...lanes.map(({ name }) => name), ...named])];
  const codes = new Map(lanes.map(({ code, name }) => [name, code]));
  const isUsed = (name: string): boolean =>
    named.includes(name) || items.some(({ gaps }) => gaps[codes.get(name) ?? ''] !== undefined);
  const columns = names.filter(isUsed);
  return markup`<table class="gaps">
<caption>What is still not known at the end</caption>
<thead><tr><th scope="col">Item</th>${columns.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${items.map(
    ({ label, gaps }) =>
      markup`<tr><th scope="row">${label}</th>${columns.map((name) => markup`<td>${cell(name, gaps[codes.get(name) ?? ''], Object.values(gaps))}</td>`)}</tr>
`,
  )}</tbody>
</table>`;
}

const namesIn = ({ couldKnow, asked, withheldBy }: GapLeft): readonly string[] => [
  ...couldKnow,
  ...asked,
  ...withheldBy,
];

/** What is so of one agency: its own gap, and what the gaps of all say of it. */
function cell(name: string, own: GapLeft | undefined, all: readonly GapLeft[]): Markup {
  const words = [
    own?.todo ? 'has yet to ask' : '',
    all.some(({ withheldBy }) => withheldBy.includes(name)) ? 'holds it back' : '',
    all.some(({ asked }) => asked.includes(name)) ? 'was asked' : '',
    all.some(({ couldKnow }) => couldKnow.includes(name)) ? 'could know' : '',
  ].filter((part) => part !== '');
  if (!own && words.length === 0) return markup`<span class="nothing">–</span>`;
  return markup`${own ? markup`<span class="gap">gap</span> ` : ''}<small>${words.join(', ')}</small>`;
}
