import { signOf } from './known-marks.js';
import { markup, type Markup } from './markup.js';
import type { ItemKnown, Known, Lane } from './material.js';

/** What was said of each item, oldest first; what several agencies were told at once is one line. */
export function itemStories(items: readonly ItemKnown[], lanes: readonly Lane[]): Markup {
  const names = new Map(lanes.map(({ code, name }) => [code, name]));
  const told = items.filter(({ known }) => Object.values(known).some((list) => list.length > 0));
  return markup`<div class="stories">
${told.map(
  (item) => markup`<div class="story"><h3>${item.label}</h3><ol>${linesOf(item, names)}</ol></div>
`,
)}</div>`;
}

interface Line {
  readonly known: Known;
  /** Agencies that came to know it so, with the task. */
  readonly who: string[];
  /** Whom the agency that says it told it at once. */
  readonly toldTo: string[];
}

function linesOf(item: ItemKnown, names: ReadonlyMap<string, string>): readonly Markup[] {
  const lines = new Map<string, Line>();
  const all = Object.entries(item.known).flatMap(([agency, list]) =>
    list.map((known) => ({ agency, known })),
  );
  all.sort((one, other) => one.known.minute - other.known.minute || rank(one.known) - rank(other.known));
  for (const { agency, known } of all) {
    const { minute, as, words, from, beside, task } = known;
    const name = names.get(agency) ?? agency;
    const place = task === undefined ? name : `${from === name ? 'another unit of its own' : name} (${task})`;
    const key = (speaker: string): string => [minute, speaker, as, words, ...beside].join('\n');
    const said = from !== undefined && !isAway(known) ? lines.get(`own ${key(from)}`) : undefined;
    if (said) said.toldTo.push(place);
    else {
      const own = from === undefined ? `own ${key(name)}` : key(from);
      const line = lines.get(own) ?? { known, who: [], toldTo: [] };
      lines.set(own, line);
      line.who.push(place);
    }
  }
  const lastOf = new Map<string, string>();
  return [...lines.values()].map((line) => lineOf(line, lastOf));
}

/** What did not come. */
const isAway = ({ as }: Known): boolean => as === 'waits' || as === 'not-let';

/** At one minute an agency says it first; then it goes to others. */
const rank = (known: Known): number => (known.from === undefined ? 0 : isAway(known) ? 2 : 1);

/** `lastOf` is what each agency said last: who passes on the same words needs no quote. */
function lineOf({ known, who, toldTo }: Line, lastOf: Map<string, string>): Markup {
  const { minute, as, words, code, beside, from } = known;
  const said = markup`${words}${code === undefined ? '' : markup` <code>${code}</code>`}${beside.length > 0 ? markup` <small>${beside.join('; ')}</small>` : ''}`;
  const speaker = from ?? who.join(', ');
  const isKnown = lastOf.get(speaker) === words;
  if (!isAway(known)) lastOf.set(speaker, words);
  const head = markup`<b>${minute}</b> ${signOf(as)}`;
  const others = who.join(', ');
  if (from === undefined)
    return markup`<li>${head} ${others}: ${said}${toldTo.length > 0 ? markup` → ${toldTo.join(', ')}` : ''}</li>`;
  if (as === 'waits') return markup`<li>${head} stays at ${from} ${words}, not yet to ${others}</li>`;
  if (as === 'not-let') return markup`<li>${head} not from ${from} to ${others}: ${words}</li>`;
  if (as === 'taken-back') return markup`<li>${head} ${from} takes it back from ${others}: ${words}</li>`;
  return markup`<li>${head} ${from} → ${others}${isKnown ? '' : markup`: ${said}`}</li>`;
}
