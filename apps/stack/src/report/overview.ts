import { markup, type Markup } from './markup.js';
import type { Place, ReportMaterial, TaskTold } from './material.js';
import { failureList } from './checks.js';
import { badge, many, scrolling, section } from './parts.js';

/** The head of the report: what was rehearsed, that all of it is invented, and what came of it in a few numbers. */
export function headOfReport(material: ReportMaterial): Markup {
  const { scenario, verdict, madeAt, lanes } = material;
  return markup`<header>
<p class="exercise"><strong>Exercise</strong> Nobody was helped and nobody was tasked. Every person, place, number and reference in this report is invented.</p>
<p class="eyebrow">Report of a rehearsal</p>
<h1>${scenario.title}</h1>
${scenario.question === undefined ? '' : markup`<p class="question">${scenario.question}</p>`}
<dl class="facts">
<div class="full"><dt>Verdict</dt><dd>${VERDICTS[verdict]}</dd></div>
<div><dt>Minute 0</dt><dd>${instant(scenario.start)}</dd></div>
<div><dt>Mode</dt><dd>exercise</dd></div>
<div><dt>Case study</dt><dd>${scenario.file}</dd></div>
<div><dt>Report made</dt><dd>${instant(madeAt)}</dd></div>
<div class="full"><dt>Agencies</dt><dd>${lanes.map(({ name }) => name).join(', ')}</dd></div>
</dl>
</header>
`;
}

const VERDICTS: Readonly<Record<ReportMaterial['verdict'], Markup>> = {
  passed: badge('good', 'passed: what was played did what it should'),
  failed: badge('bad', 'failed: not all is as it should be'),
  stopped: badge('warn', 'stopped before its end: this is what there is'),
};

/** An instant for people, in UTC. */
const instant = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** At a glance: the numbers, and every task with its end. */
export function overviewSection(material: ReportMaterial): Markup {
  const { tasks, counts, exceptions, failures, audit } = material;
  const tiles: readonly (readonly [count: number, one: string, more: string])[] = [
    [tasks.length, 'task asked for', 'tasks asked for'],
    [exceptions.declined.length, 'time somebody said no', 'times somebody said no'],
    [exceptions.unanswered.length, 'time nobody answered in time', 'times nobody answered in time'],
    [exceptions.escalated.length, 'escalation', 'escalations'],
    [exceptions.overridden.length, 'emergency override', 'emergency overrides'],
    [counts.values, 'item told as a value', 'items told as a value'],
    [counts.reasons, 'told as: no value, and why', 'told as: no value, and why'],
    [counts.held, 'held back, and said so', 'held back, and said so'],
    [counts.waited, 'waited for a later stage', 'waited for a later stage'],
    [counts.leftOut, 'left out by the agreements', 'left out by the agreements'],
  ];
  const body = markup`
<ul class="tiles">${tiles.map(([count, one, more]) => markup`<li><b>${count}</b> ${count === 1 ? one : more}</li>`)}</ul>
<p class="aside">Played: ${counts.played} of ${many(counts.steps, 'step')} of the script. ${audit ?? 'The audit log was not asked.'}</p>
${failureList(failures)}
${tasks.length > 0 ? scrolling('Tasks and their ends', taskTable(tasks)) : ''}`;
  return section({ id: 'overview', title: 'At a glance', body });
}

function taskTable(tasks: readonly TaskTold[]): Markup {
  const rows = tasks.map((task) => {
    const { local, kind, urgency, from, to, askedAt, end, isOpen } = task;
    const beside = besideOf(task);
    return markup`<tr><th scope="row">${local}</th><td>${kind}<br><span class="aside">${urgency}</span></td><td>${askedAt}</td><td>${placeOf(from)}</td><td>${placeOf(to)}</td><td>${end}${isOpen ? ' (open)' : ''}<br><span class="aside">${beside}</span></td></tr>
`;
  });
  return markup`<table class="tasks">
<caption>Tasks and their ends</caption>
<thead><tr><th scope="col">Task</th><th scope="col">What</th><th scope="col">Minute</th><th scope="col">Asked by</th><th scope="col">Asked of</th><th scope="col">At the end</th></tr></thead>
<tbody>${rows}</tbody>
</table>`;
}

const placeOf = ({ name, unit }: Place): Markup => markup`${name}<br><span class="aside">${unit}</span>`;

function besideOf({ owner, responsible, slots, promises }: TaskTold): string {
  return [
    `owner: ${owner.name}`,
    responsible && `answers for the person: ${responsible.name}, ${responsible.unit}`,
    slots.length > 0 && slots.join(', '),
    promises.length > 0 && promises.join('; '),
  ]
    .filter((part) => typeof part === 'string')
    .join('; ');
}
