import { markup, type Markup } from './markup.js';
import type { Checked, ReportMaterial } from './material.js';
import { badge, scrolling, section } from './parts.js';

/** What the script expected, and what software found when it looked. */
export function checksSection({ checks, failures }: ReportMaterial): Markup {
  const all = checks.flatMap(({ assertions }) => assertions);
  const count = (result: string): number => all.filter((one) => one.result === result).length;
  const body = markup`
<p class="lead">${count('holds')} hold, ${count('fails')} do not, ${count('not-judged')} could not be judged. Software looked at what the agencies show and at the audit log, never at what was sent.</p>
${failureList(failures)}
${checks.length === 0 ? markup`<p>The script expects nothing that software can judge.</p>` : scrolling('What was expected', table(checks))}`;
  return section({ id: 'checks', title: 'What was expected, and what came of it', body, kind: 'breaks' });
}

/** What is not as it should be; nothing where all is. */
export function failureList(failures: readonly string[]): Markup {
  if (failures.length === 0) return markup``;
  return markup`<div class="failures"><h3>Not as it should be <span class="count">${failures.length}</span></h3>
<ul>${failures.map((failure) => markup`<li>${failure}</li>`)}</ul></div>`;
}

type Assertions = Checked['assertions'];

const RESULTS: Readonly<Record<Assertions[number]['result'], Markup | string>> = {
  holds: '',
  fails: markup`${badge('bad', 'does not hold')} `,
  'not-judged': markup`${badge('quiet', 'not judged')} `,
};

function table(checks: readonly Checked[]): Markup {
  return markup`<table class="checks">
<caption>What the script expected, and what was looked at</caption>
<thead><tr><th scope="col">Minute</th><th scope="col">Expected</th><th scope="col">Looked at</th><th scope="col">Result</th></tr></thead>
<tbody>${checks.map(row)}</tbody>
</table>`;
}

function row({ minute, words, assertions }: Checked): Markup {
  const holding = assertions.filter(({ result }) => result === 'holds');
  const others = assertions
    .filter(({ result }) => result !== 'holds')
    .map(
      ({ words: text, result, found }) =>
        markup`<p>${RESULTS[result]}${text}${found === undefined ? '' : markup` <span class="aside">Found: ${found}</span>`}</p>`,
    );
  const text = holding.map((one) => one.words).join('; ');
  return markup`<tr><th scope="row">${minute ?? 'end'}</th><td>${words}</td><td>${others}${text}</td><td>${resultOf(assertions)}</td></tr>
`;
}

function resultOf(assertions: Assertions): Markup {
  const count = (result: string): number => assertions.filter((one) => one.result === result).length;
  if (count('fails') > 0) return badge('bad', `${count('fails')} of ${assertions.length} fail`);
  if (count('holds') === assertions.length)
    return badge('good', assertions.length === 1 ? 'holds' : `all ${assertions.length} hold`);
  return badge('quiet', 'not judged');
}
