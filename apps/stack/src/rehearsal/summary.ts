import { plain, type Labels } from './labels.js';
import { paint, wrapped, type Look } from './look.js';
import { mustBeRefused, type Scenario } from './steps.js';
import type { Audited, Fate, NotPlayed, Parcel, RehearsalResult, TaskEnd, Told } from './told.js';

/** What was not played, in full or in part, in the order of the minutes. */
export function notPlayedOf(told: readonly Told[]): readonly NotPlayed[] {
  return told
    .filter(({ fate }) => fate === 'not-played')
    .map(({ step, because, kept }) => ({
      minute: step.at,
      what: [step.do, step.task, step.clock].filter((part) => part !== undefined).join(' '),
      because: `${because ?? ''}${kept.length > 0 ? ' (its items are in the case file of who took it)' : ''}`,
    }));
}

/** The lines that close a rehearsal: tasks, counts, audit, what was not played, and the verdict. */
export function summaryLines(result: RehearsalResult, labels: Labels, look: Look): readonly string[] {
  const { told, tasks, audited, notPlayed, failures, passed, judged, questions, report } = result;
  const lines: string[] = ['', paint('Tasks at the end', 'strong', look)];
  tasks.forEach((end) => lines.push(...taskLines(end, labels, look)));
  lines.push('', ...wrapped('Played   ', playedText(told), look.width));
  lines.push(...wrapped('Items    ', itemsText(told.flatMap(({ parcels }) => parcels)), look.width));
  lines.push(...wrapped('Audit    ', auditText(audited), look.width));
  lines.push(...wrapped('Judged   ', `${judged} assertions of the script`, look.width));
  if (report !== undefined) lines.push(`Report   ${report}`);
  if (notPlayed.length > 0) lines.push('', paint('Not played', 'strong', look));
  for (const { minute, what, because } of notPlayed) {
    lines.push(...wrapped(`min ${String(minute).padStart(4)} `, `${what}: ${because}`, look.width));
  }
  if (questions.length > 0) lines.push('', paint('For people to judge', 'strong', look));
  questions.forEach((question) => lines.push(...wrapped('  ? ', question, look.width)));
  if (failures.length > 0) lines.push('', paint('Not as it should be', 'bad', look));
  failures.forEach((failure) => lines.push(...wrapped('  - ', failure, look.width)));
  lines.push('', paint(verdict(result), passed ? 'good' : 'bad', look));
  return lines;
}

/** How many assertions were judged after steps. */
export const judgedOf = (told: readonly Told[]): number =>
  told.reduce((sum, { judged = 0 }) => sum + judged, 0);

/** What only people can judge: what is expected in words, as far as no assertion and no refusal judged it. */
export function questionsOf(scenario: Scenario, told: readonly Told[]): readonly string[] {
  const ofSteps = told.flatMap((one) => {
    const { step, fate, unjudged = [] } = one;
    const { expect, asserts, ask } = step;
    const isJudged = fate !== 'not-played' && (asserts !== undefined || mustBeRefused(step));
    const words = isJudged ? ask : expect;
    return [...(words === undefined ? [] : [`Minute ${step.at}, ${step.do}: ${words}`]), ...unjudged];
  });
  const atLast = scenario.checks.flatMap(({ check, asserts, ask }) => (asserts ? (ask ?? []) : check));
  return [...ofSteps, ...atLast.map((words) => `At the end: ${words}`)];
}

function verdict({ passed, failures, notPlayed }: RehearsalResult): string {
  if (passed) return `PASSED${notPlayed.length > 0 ? ', as far as it can be played today' : ''}`;
  const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  return failures.length > 0
    ? `FAILED: ${many(failures.length, 'thing')} not as it should be`
    : `FAILED: ${many(notPlayed.length, 'step')} not played, and --strict was asked for`;
}

function taskLines({ local, kind, task, events }: TaskEnd, labels: Labels, look: Look): readonly string[] {
  const end = task.outcome ?? task.statusReason;
  const text =
    `${labels.kind(kind)}: ${task.status}${end === undefined ? '' : ` (${plain(end)})`}; ` +
    `${labels.unit(task.owner)} answers for it; ${events} event${events === 1 ? '' : 's'}`;
  return wrapped(`  ${local.padEnd(4)} `, text, look.width);
}

function playedText(told: readonly Told[]): string {
  const count = (fate: Fate): number => told.filter((one) => one.fate === fate).length;
  const refused = count('refused-as-expected');
  const parts = [
    `${count('played')} of ${told.length} steps`,
    refused > 0 ? `${refused} refused as they should be` : '',
    count('failed') > 0 ? `${count('failed')} failed` : '',
    `${count('not-played')} not played`,
    `${told.flatMap(({ parcels }) => parcels).length} events sent`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function itemsText(parcels: readonly Parcel[]): string {
  const items = parcels.flatMap((parcel) => parcel.items);
  const values = items.filter(({ value }) => value !== undefined).length;
  const held = items.filter(({ state }) => state === 'withheld').length;
  const many = (pick: (parcel: Parcel) => readonly unknown[]): number => parcels.flatMap(pick).length;
  return (
    `${values} went as values, ${items.length - values - held} as absent with a reason, ${held} as held back; ` +
    `${many(({ left }) => left)} stayed for a later stage, ${many(({ notAllowed }) => notAllowed)} were left out by rule`
  );
}

/** What the audit log shows, in words. */
export function auditText(audited: Audited | undefined): string {
  if (!audited) return 'not looked at';
  const { leaves, disclosures, checkpoint } = audited;
  const covered = checkpoint
    ? `the signed checkpoint of ${checkpoint.size} leaves covers them, cosigned by ${checkpoint.cosignatures} agencies`
    : 'no signed checkpoint covers them';
  return `${leaves} leaves and ${disclosures} disclosure rows compared with what was sent; ${covered}`;
}
