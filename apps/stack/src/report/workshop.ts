import { markup, type Markup } from './markup.js';
import type { ReportMaterial } from './material.js';
import { scrolling, section } from './parts.js';

const range = (count: number): readonly number[] => [...Array(count).keys()];

const lines = (count: number): Markup =>
  markup`<div class="lines" aria-hidden="true">${range(count).map(() => markup`<div></div>`)}</div>`;

/** The two questions of the workshop, with space to write, and what nobody but people can judge. */
export function workshopSection({ scenario, questions }: ReportMaterial): Markup {
  const own = scenario.question === undefined ? '' : markup`<p class="question">${scenario.question}</p>`;
  const body = markup`
${own}
<div class="ask">
<h3>1. What did the person need?</h3>
<p class="aside">At the first minute, after an hour, at the end. Which need did nobody see? Which need did two agencies see differently?</p>
${lines(9)}
</div>
<div class="ask">
<h3>2. What information had to be shared?</h3>
<p class="aside">What had to be known to say yes? What to keep somebody safe? What was told that nobody needed?</p>
${needTable()}
${lines(4)}
</div>
${questionList(questions)}`;
  return section({ id: 'workshop', title: 'For the room', body, kind: 'breaks' });
}

function needTable(): Markup {
  const heads = ['Information', 'Who needed it', 'By which minute', 'Did it come?'];
  return scrolling(
    'Space to write which information had to be shared',
    markup`<table class="write">
<caption>Write here</caption>
<thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${range(7).map(() => markup`<tr>${heads.map(() => markup`<td></td>`)}</tr>`)}</tbody>
</table>`,
  );
}

function questionList(questions: readonly string[]): Markup {
  if (questions.length === 0) return markup``;
  return markup`<h3>For people to judge</h3>
<p class="aside">The script expected these, and software cannot judge them.</p>
<ol class="judge">
${questions.map(
  (
    question,
  ) => markup`<li><p>${question}</p><p class="boxes"><span>yes</span><span>in part</span><span>no</span></p></li>
`,
)}</ol>`;
}
