import type { Party } from '#domain';
import { plain, type Labels } from './labels.js';
import { targetsOf } from './scenario-names.js';
import type { Step } from './steps.js';
import type { Told } from './told.js';

/** Whose step it is, for people. */
export function speakerOf({ by }: Step, labels: Labels): string {
  return by === 'bus' ? 'The software' : labels.unit(by);
}

/** What somebody does in a step, in one line for people. */
export function headline(told: Told, labels: Labels): string {
  const { step, parcels, fate } = told;
  const task = step.task === undefined ? '' : ` ${step.task}`;
  const [first] = parcels;
  const kind = first ? `, ${labels.kind(first.kind)}` : '';
  switch (step.do) {
    case 'note':
      return step.task === undefined
        ? `notes in its own case file: "${step.value ?? ''}"`
        : `notes on${task}${kind}`;
    case 'offer':
      return `asks ${asked(step, labels)} for: ${labels.kind(step.kind)} (${step.task})`;
    case 'ask-info':
      return `asks ${to(step.to, labels)} for information (${step.task}): ${step.wanted.map((code) => labels.item(code)).join(', ')}`;
    case 'accept':
      if (first?.event === 'counter-accepted') return `agrees to the other terms of${task}${kind}`;
      return `accepts${task}${kind}${fate === 'played' ? ', and now answers for it' : ''}`;
    case 'decline':
      if (first?.event === 'counter-refused') return `does not agree to the other terms of${task}${kind}`;
      return `declines${task}${kind}: ${labels.decline(step.reason)}`;
    case 'complete':
      return `completes${task}${kind}: ${plain(step.outcome)}`;
    case 'cancel':
      return `withdraws${task}${kind}: ${plain(step.reason ?? 'no-longer-needed')}`;
    case 'arrive':
      return `arrives${step.atPlace ? ` at ${plain(step.atPlace.replace('/', ', '))}` : ''}${first?.event === 'informed' ? ` for${task}` : `: work on${task} has begun`}`;
    default:
      return plainHeadline(step, labels);
  }
}

/** Verbs of which the words do not depend on what became of them. */
function plainHeadline(step: Step, labels: Labels): string {
  const task = step.task === undefined ? '' : ` ${step.task}`;
  switch (step.do) {
    case 'open-case':
      return `opens case ${step.case}, in its own file`;
    case 'close-case':
      return `closes its case file: "${step.outcome ?? ''}"`;
    case 'give-info':
      return 'tells what it has learned';
    case 'set-absent':
      return 'tells what could not be had';
    case 'withhold':
      return 'holds back, and says so';
    case 'correct':
      return `corrects what it told${task && ` on${task}`}`;
    case 'merge-identity':
      return 'joins the alias with a person';
    case 'clock-start':
      return step.extend === undefined
        ? `starts the clock ${plain(step.clock)}`
        : `wants the time of the clock ${plain(step.clock)} made longer: ${plain(step.extend)}`;
    default:
      return courseHeadline(step, task, labels);
  }
}

function courseHeadline(step: Step, task: string, labels: Labels): string {
  switch (step.do) {
    case 'handover-offer':
      return `offers to hand over the person on${task}`;
    case 'handover-accept':
      return `takes over on${task}, and now answers for the person`;
    case 'handover-refuse':
      return `does not take over on${task}`;
    case 'counter-offer':
      return `would take${task} on other terms`;
    case 'set-off':
      return `sets off: work on${task} has begun`;
    case 'expire':
      return `lets the time to answer${task} pass`;
    case 'escalate':
      return `calls in ${step.to ? to(step.to, labels) : 'the next level'} on${task}${step.by === 'bus' ? ', by itself' : ''}`;
    default:
      return plain(step.do);
  }
}

function asked(step: Step, labels: Labels): string {
  const targets = targetsOf(step);
  return targets.length > 0 ? `${to(targets, labels)}, all at once,` : to(step.to ?? [], labels);
}

const to = (parties: readonly Party[], labels: Labels): string =>
  parties.map((party) => labels.unit(party)).join('; ');
