import { createHash } from 'node:crypto';
import { statusTag, type StatusTag } from '../page/code-words.js';
import { durationText, whenText } from '../page/when.js';
import type { Moment, Progress, Study } from './rehearsal-door.js';

/** How fast a rehearsal may be played: minutes of the story in one second; undefined as fast as it goes. */
export const PACES = [
  { value: 'slow', text: 'One minute of the story in each second', speed: 1 },
  { value: 'quick', text: 'Ten minutes of the story in each second', speed: 10 },
  { value: 'fast', text: 'As fast as the system goes', speed: undefined },
] as const;

/** What was chosen in the form that starts a rehearsal. */
export interface Chosen {
  readonly study: string;
  readonly pace: string;
}

/** The choice in a form; `faults` says what is missing. */
export function chosenIn(body: unknown, studies: readonly Study[]) {
  const { study, pace } = (body ?? {}) as { readonly study?: unknown; readonly pace?: unknown };
  const known = studies.find(({ name }) => name === study);
  const chosen: Chosen = { study: known?.name ?? '', pace: typeof pace === 'string' ? pace : '' };
  const found = PACES.find(({ value }) => value === pace);
  const faults = [
    ...(known ? [] : [{ field: '/study', text: 'Choose the case study to rehearse' }]),
    ...(found ? [] : [{ field: '/pace', text: 'Choose how fast it is played' }]),
  ];
  return { chosen, speed: found?.speed, faults };
}

/** The list of case studies, with the form that starts one. */
export function studiesView(
  studies: readonly Study[],
  { state, study }: Pick<Progress, 'state' | 'study'>,
  { study: chosen, pace }: Chosen = { study: '', pace: 'quick' },
) {
  return {
    title: 'Rehearsals',
    running: state === 'running' ? study?.title : undefined,
    studies: studies.map(({ name, title, question, steps, minutes }) => ({
      value: name,
      text: title,
      hint: {
        text: `${question === undefined ? '' : `${question} `}${steps} steps in ${durationText(minutes)}.`,
      },
      checked: name === chosen,
    })),
    paces: PACES.map(({ value, text }) => ({ value, text, checked: value === pace })),
    reports: studies.flatMap(({ name, title, reportedAt }) =>
      reportedAt === undefined
        ? []
        : [{ title, href: `/rehearsals/${name}/report`, when: whenText(reportedAt) }],
    ),
  };
}

const FATES: Readonly<Record<string, readonly [string, string]>> = {
  'refused-as-expected': ['Refused, as it should be', 'blue'],
  failed: ['Not as it should be', 'red'],
  'not-played': ['Not played', 'grey'],
  'by-itself': ['By itself', 'purple'],
};

/** A step of the story; one that was played as it should be has no tag. */
interface ShownMoment {
  readonly minute: number;
  readonly who: string;
  readonly what: string;
  readonly byItself: boolean;
  readonly tag: StatusTag | undefined;
  readonly because: string | undefined;
}

/** What is played now, on the boards of all agencies side by side. */
export function runningView(progress: Progress) {
  const { version, state, study, story, boards, verdict, stopped } = progress;
  const minute = story.at(-1)?.minute ?? 0;
  return {
    title: study ? `Rehearsal: ${study.title}` : 'No rehearsal has run yet',
    version,
    state,
    live: state === 'running',
    status: statusOf(progress, minute),
    failures: verdict?.failures ?? [],
    report:
      state === 'ended' && study && stopped === undefined ? `/rehearsals/${study.name}/report` : undefined,
    boards: boards.map(({ agency, name, answers, tasks }) => ({
      agency,
      name,
      answers,
      tasks: tasks.map(({ kind, status, asked }) => ({
        kind,
        asked: asked === 'of-us' ? 'asked of us' : 'asked by us',
        status: statusTag(status),
      })),
    })),
    story: [...story].reverse().map(shownMoment),
  };
}

function statusOf({ state, steps, verdict, stopped }: Progress, minute: number): string {
  if (state === 'none') return 'Nothing is played.';
  if (stopped !== undefined) return `It ended before its end: ${stopped}`;
  if (verdict) {
    const many = verdict.failures.length;
    return verdict.passed
      ? 'It has ended: everything was as it should be.'
      : `It has ended: ${many === 1 ? 'one thing was' : `${many} things were`} not as they should be.`;
  }
  if (steps.told >= steps.all) return 'All steps are played. It is being compared with the audit log.';
  return `Minute ${minute}: ${steps.told} of ${steps.all} steps are played.`;
}

function shownMoment({ minute, who, what, fate, because }: Moment): ShownMoment {
  const known = FATES[fate];
  const tag = known && { text: known[0], classes: `govuk-tag--${known[1]} concordat-tag` };
  return { minute, who, what, byItself: fate === 'by-itself', tag, because };
}

/**
 * The policy under which a report is shown: nothing is loaded and nothing runs; its one style counts by its hash, which is taken
 * from the report itself.
 */
export function reportPolicy(html: string): string {
  const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, css = '']) => css);
  const hashes = styles.map((css) => `'sha256-${createHash('sha256').update(css).digest('base64')}'`);
  return [
    "default-src 'none'",
    ...(hashes.length > 0 ? [`style-src ${hashes.join(' ')}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
