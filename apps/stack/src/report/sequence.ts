import { markup, type Markup } from './markup.js';
import type { ReportMaterial } from './material.js';
import { section } from './parts.js';
import { SIZE, picturesOf, type Bar, type ClockBand, type Picture, type Row } from './sequence-layout.js';
import { storyTable } from './story-table.js';

/** Who tasked whom over time: lifelines of the agencies, and one arrow for each event of the tasks. */
export function sequenceSection(material: ReportMaterial): Markup {
  const pictures = picturesOf(material);
  const idle = material.lanes.filter(({ code }) => !pictures[0]?.lanes.some((lane) => lane.code === code));
  const body = markup`
<p class="lead">Time runs downwards. Each arrow is one event of a task, from who said it to who was told.</p>
${legend(material)}
${pictures.length === 0 ? markup`<p>No task was asked for.</p>` : ''}
${pictures.map((picture, index) => figure(picture, index, pictures.length))}
${idle.length > 0 ? markup`<p class="aside">Without a task here: ${idle.map(({ name }) => name).join(', ')}.</p>` : ''}
${storyTable(material.events)}`;
  return section({ id: 'sequence', title: 'Who tasked whom, and when', body, kind: 'breaks' });
}

function figure(picture: Picture, index: number, of: number): Markup {
  const minutes = picture.rows.map(({ event }) => event.minute);
  const [first = 0, last = 0] = [minutes[0], minutes.at(-1)];
  const name = `Minute ${first} to ${last}${of > 1 ? ` (picture ${index + 1} of ${of})` : ''}`;
  const id = `sequence-${index + 1}`;
  return markup`
<figure class="picture">
<figcaption id="${id}-name">${name}</figcaption>
<div class="scroll" role="group" aria-labelledby="${id}-name" tabindex="0">
<svg viewBox="0 0 ${SIZE.width} ${picture.height}" width="${SIZE.width}" height="${picture.height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">Sequence of events, ${name.toLowerCase()}</title>
<desc id="${id}-desc">${picture.rows.length} arrows between ${picture.lanes.map(({ name: lane }) => lane).join(', ')}. The table below the pictures says the same in words.</desc>
${picture.lanes.map(({ x, head }) => laneOf(x, head, picture.height))}
${picture.holding.map(({ x, top, bottom }: Bar) => markup`<rect class="holds" x="${x - 4}" y="${round(top)}" width="8" height="${round(bottom - top)}"/>`)}
${picture.rows.map((row) => arrowOf(row))}
${picture.clocks.map((band) => clockOf(band))}
</svg>
</div>
</figure>`;
}

const round = (units: number): number => Math.round(units * 10) / 10;

function laneOf(x: number, head: readonly string[], height: number): Markup {
  const top = SIZE.head - 18 - (head.length - 1) * 13;
  return markup`<g class="lane"><line x1="${round(x)}" y1="${SIZE.head - 6}" x2="${round(x)}" y2="${round(height)}"/>${head.map(
    (line, index) => markup`<text x="${round(x)}" y="${top + index * 13}">${line}</text>`,
  )}</g>`;
}

const BAND = { width: 14, letter: 5.8 } as const;

/** A band beside the minutes. Its name stands in it where there is room; the table of clocks says it in any case. */
function clockOf({ x, top, bottom, label, marks }: ClockBand): Markup {
  const fits = label.length * BAND.letter < bottom - top - 12;
  const name = markup`<text transform="translate(${x + 4} ${round(top + 8)}) rotate(90)">${label}</text>`;
  return markup`<g class="clock"><rect x="${x}" y="${round(top)}" width="${BAND.width}" height="${round(bottom - top)}"/>${fits ? name : ''}${marks.map(
    ({ y, percent }) =>
      markup`<g class="mark"><path d="M${x - 2} ${round(y)}h${BAND.width + 4}"/><text x="${x + BAND.width + 3}" y="${round(y + 3)}">${percent} %</text></g>`,
  )}</g>`;
}

function arrowOf(row: Row): Markup {
  const { event, words, y, textAt, label, beside, minute, top } = row;
  const rule =
    minute === undefined
      ? ''
      : markup`<line class="minute" x1="0" y1="${round(top + 3)}" x2="${SIZE.width}" y2="${round(top + 3)}"/><text class="minute" x="2" y="${round(y)}">min ${minute}</text>`;
  const below = y + 12 + (event.from.agency === event.to.agency ? SIZE.loop : 0);
  const rest = label.slice(event.task.length);
  return markup`${rule}<g class="arrow ${words.tone}" data-event="${event.id}">${lineOf(row)}<text class="says" x="${round(textAt)}" y="${round(y - 5)}"><tspan class="task">${event.task}</tspan>${rest}</text>${beside.map(
    (line, index) =>
      markup`<text class="beside" x="${round(textAt)}" y="${round(below + index * SIZE.small)}">${line}</text>`,
  )}</g>`;
}

/** The line itself: to another agency, or round to the same one. It begins with a ring where a service acts by itself. */
function lineOf({ event, words, from, to, y }: Row): Markup {
  const start = markup`<circle class="${event.byItself ? 'ring' : 'dot'}" cx="${round(from)}" cy="${round(y)}" r="3.5"/>`;
  if (event.from.agency === event.to.agency) {
    const end = round(y + SIZE.loop - 4);
    const path = `M${round(from)} ${round(y)}h34v${SIZE.loop - 4}h-26`;
    return markup`<path class="line" d="${path}"/>${headOf(words.tone, { x: from + 4, y: end, way: -1 })}${start}`;
  }
  const way = to > from ? 1 : -1;
  const tip = to - way * 5;
  const path = `M${round(from)} ${round(y)}H${round(tip - way * 6)}`;
  return markup`<path class="line" d="${path}"/>${headOf(words.tone, { x: tip, y, way })}${start}`;
}

interface Tip {
  readonly x: number;
  readonly y: number;
  readonly way: number;
}

/** The end of an arrow tells its tone without any colour: a cross is a no, a ring a silence, two heads pass something on. */
function headOf(tone: string, { x, y, way }: Tip): Markup {
  const [tip, back] = [round(x), round(x - way * 10)];
  const [high, mid, low] = [round(y - 5), round(y), round(y + 5)];
  const full = `M${tip} ${mid}L${back} ${high}V${low}Z`;
  if (tone === 'no')
    return markup`<path class="cross" d="M${back} ${high}L${tip} ${low}M${back} ${low}L${tip} ${high}"/>`;
  if (tone === 'silence')
    return markup`<circle class="open" cx="${round(x - way * 5)}" cy="${mid}" r="4.5"/>`;
  if (tone === 'tell' || tone === 'plain')
    return markup`<path class="cross" d="M${back} ${high}L${tip} ${mid}L${back} ${low}"/>`;
  const second = round(x - way * 9);
  const more = `M${second} ${mid}L${round(x - way * 19)} ${high}V${low}Z`;
  return markup`<path class="full" d="${tone === 'move' ? `${full}${more}` : full}"/>`;
}

const LEGEND = [
  ['ask', 'asks for a task'],
  ['yes', 'takes it on, begins it or has done it'],
  ['no', 'says no, or takes something back'],
  ['silence', 'silence: no answer, or a time that passed'],
  ['move', 'calls somebody in, or hands the person over'],
  ['tell', 'tells information, or anything else'],
] as const;

function legend({ clocks }: ReportMaterial): Markup {
  const sample = (tone: string): Markup =>
    markup`<svg class="key" viewBox="0 0 52 14" width="52" height="14" aria-hidden="true"><g class="arrow ${tone}"><path class="line" d="M4 7H38"/>${headOf(tone, { x: 48, y: 7, way: 1 })}</g></svg>`;
  const ring = markup`<svg class="key" viewBox="0 0 52 14" width="52" height="14" aria-hidden="true"><g class="arrow tell"><path class="line" d="M10 7H44"/><circle class="ring" cx="10" cy="7" r="3.5"/></g></svg>`;
  const bar = markup`<svg class="key" viewBox="0 0 52 14" width="52" height="14" aria-hidden="true"><rect class="holds" x="22" y="0" width="8" height="14"/></svg>`;
  const clock = markup`<svg class="key" viewBox="0 0 52 14" width="52" height="14" aria-hidden="true"><g class="clock"><rect x="20" y="0" width="12" height="14"/></g></svg>`;
  return markup`<ul class="legend">
${LEGEND.map(([tone, words]) => markup`<li>${sample(tone)} ${words}</li>`)}
<li>${ring} a service acts by itself</li>
<li>${bar} holds a task that it accepted</li>
${clocks.some(({ started }) => started !== undefined) ? markup`<li>${clock} a clock of the law runs</li>` : ''}
</ul>`;
}
