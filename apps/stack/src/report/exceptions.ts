import { markup, type Markup } from './markup.js';
import type { Exception, Exceptions, ReportMaterial } from './material.js';
import { scrolling, section } from './parts.js';

const GROUPS: readonly (readonly [keyof Exceptions, string, string])[] = [
  ['declined', 'Declined, withdrawn or given back', 'Nobody said no.'],
  ['unanswered', 'Not answered in time', 'Every request was answered in time.'],
  ['escalated', 'Escalated', 'Nobody had to be called in.'],
  ['overridden', 'Emergency overrides', 'Nobody overrode an agreement.'],
  ['refused', 'Refused by the software', 'No step was refused.'],
  [
    'stopped',
    'Information that no agreement let through',
    'Everything that somebody wanted to tell was let through.',
  ],
  ['notPlayed', 'Steps of the script that were not played', 'Every step was played.'],
];

/** What went another way than asked, taken on and done; what did not happen at all is one line. */
export function exceptionsSection({ exceptions }: ReportMaterial): Markup {
  const none = GROUPS.filter(([name]) => exceptions[name]?.length === 0).map(([, , words]) => words);
  const body = markup`
${GROUPS.map(([name, title]) => group(title, exceptions[name] ?? []))}
${none.length > 0 ? markup`<p class="lead">${none.join(' ')}</p>` : ''}
${exceptions.stopped ? '' : markup`<p class="aside">The audit log did not say what no agreement let through.</p>`}`;
  return section({ id: 'exceptions', title: 'Declined, escalated, overridden', body });
}

function group(title: string, list: readonly Exception[]): Markup {
  if (list.length === 0) return markup``;
  const rows = list.map(
    ({ minute, task, who, what, beside }) =>
      markup`<tr><th scope="row">${minute}</th><td>${task ?? '–'}</td><td>${who}</td><td>${what}${beside === undefined ? '' : markup`<br><span class="aside">${beside}</span>`}</td></tr>`,
  );
  return markup`<h3>${title} <span class="count">${list.length}</span></h3>
${scrolling(
  title,
  markup`<table class="exceptions">
<caption>${title}</caption>
<thead><tr><th scope="col">Minute</th><th scope="col">Task</th><th scope="col">Who</th><th scope="col">What</th></tr></thead>
<tbody>${rows}</tbody>
</table>`,
)}`;
}
