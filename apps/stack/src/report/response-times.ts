import { markup, type Markup } from './markup.js';
import type { ClockRun, ReportMaterial, TaskTold, Timed } from './material.js';
import { badge, many, scrolling, section } from './parts.js';

/** How fast requests were answered and work began, against what was allowed; and the clocks of the law. */
export function timesSection({ tasks, clocks, lastMinute }: ReportMaterial): Markup {
  const rows = tasks.flatMap((task) => task.times.map((timed, index) => row(task, timed, index)));
  const body = markup`
<p class="lead">Minutes of the scenario. A limit is the deadline of the signed request; where the request has none, the aim that the directory gives for this kind of task. The bar is the time that was taken; the upright line is the limit.</p>
${
  rows.length === 0
    ? markup`<p>No task was asked for.</p>`
    : scrolling(
        'Response times against deadlines',
        markup`<table class="times">
<caption>Response times against deadlines</caption>
<thead><tr><th scope="col">Task</th><th scope="col">What was due</th><th scope="col">From minute</th><th scope="col">Took</th><th scope="col">Limit</th><th scope="col">Against the limit</th><th scope="col">Verdict</th></tr></thead>
<tbody>${rows}</tbody>
</table>`,
      )
}
${clockTable(clocks, lastMinute)}`;
  return section({ id: 'times', title: 'Response times against deadlines', body, kind: 'breaks' });
}

const DUE: Readonly<Record<Timed['what'], string>> = {
  acknowledge: 'Look at it',
  decide: 'Answer',
  start: 'Begin',
  complete: 'Finish',
  handover: 'Answer the handover',
};

const VERDICTS: Readonly<Record<Timed['verdict'], Markup>> = {
  'in-time': badge('good', 'in time'),
  late: badge('bad', 'late'),
  missed: badge('bad', 'not in time'),
  open: badge('quiet', 'still open'),
  'no-limit': badge('quiet', 'no limit'),
  'not-said': badge('quiet', 'nobody said so'),
};

function row({ local, kind, to, times }: TaskTold, timed: Timed, index: number): Markup {
  const { what, from, minute, how, allowed, allowedBy, verdict } = timed;
  const head =
    index === 0
      ? markup`<th scope="row" rowspan="${times.length}">${local} <span class="aside">${kind}, ${to.name}</span></th>`
      : '';
  const took = minute === undefined ? '–' : many(Math.round(minute - from), 'minute');
  const limit = allowed === undefined ? 'none' : `${many(Math.round(allowed), 'minute')}`;
  const aim = allowedBy === 'kind' ? markup` <span class="aside">(aim)</span>` : '';
  return markup`<tr class="${index === 0 ? 'first' : ''}">${head}<td>${DUE[what]}</td><td>${from}</td><td>${took}${how === undefined ? '' : markup` <span class="aside">${how}</span>`}</td><td>${limit}${aim}</td><td>${bar(timed)}</td><td>${VERDICTS[verdict]}</td></tr>
`;
}

const BAR = { width: 150, limit: 100 } as const;

/** A bar of the time that was taken, beside a mark at the limit. What is longer than the room ends in a break. */
function bar({ from, minute, allowed }: Timed): Markup {
  if (allowed === undefined || minute === undefined || allowed <= 0)
    return markup`<span class="aside">–</span>`;
  const share = (minute - from) / allowed;
  const width = Math.min(Math.max(share * BAR.limit, 2), BAR.width);
  const text = `${Math.round(share * 100)} % of the limit`;
  const isOver = share > 1;
  return markup`<svg class="bar" viewBox="0 0 ${BAR.width + 2} 16" width="${BAR.width + 2}" height="16" role="img" aria-label="${text}"><rect class="room" x="0" y="3" width="${BAR.limit}" height="10"/><rect class="${isOver ? 'over' : 'used'}" x="0" y="3" width="${Math.round(width)}" height="10"/><path class="limit" d="M${BAR.limit} 0v16"/></svg>`;
}

function clockTable(clocks: readonly ClockRun[], lastMinute: number): Markup {
  if (clocks.length === 0) return markup``;
  const rows = clocks.map(
    (clock) =>
      markup`<tr><th scope="row">${clock.label}</th><td>${clock.started === undefined ? 'waits' : clock.started}</td><td>${clock.due ?? '–'}</td><td>${warnings(clock)}</td><td>${clock.started === undefined ? '–' : clock.ended === undefined ? 'runs on' : `${clock.ended}${clock.endedBy === undefined ? '' : ` (${clock.endedBy})`}`}</td><td>${left(clock, lastMinute)}</td></tr>`,
  );
  return scrolling(
    'Clocks of the law',
    markup`<table>
<caption>Clocks of the law: they start once and travel with the person</caption>
<thead><tr><th scope="col">Clock</th><th scope="col">Started, minute</th><th scope="col">Ends, minute</th><th scope="col">Warns at 75 % and 90 %</th><th scope="col">Ended</th><th scope="col">Left then</th></tr></thead>
<tbody>${rows}</tbody>
</table>`,
  );
}

function warnings({ started, due }: ClockRun): string {
  if (started === undefined || due === undefined) return '–';
  return [0.75, 0.9].map((part) => `minute ${Math.round(started + (due - started) * part)}`).join(', ');
}

function left({ due, ended }: ClockRun, lastMinute: number): string {
  if (due === undefined) return '–';
  const minutes = Math.round(due - (ended ?? lastMinute));
  return minutes < 0 ? `${many(-minutes, 'minute')} over` : many(minutes, 'minute');
}
