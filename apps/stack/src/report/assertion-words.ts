import { wordsOf } from '../rehearsal/assertion-judge.js';
import type { Assertion } from '../rehearsal/assertions.js';
import { plain } from '../rehearsal/labels.js';
import type { DirectoryWords } from './source.js';

/** An assertion as a sentence for people; one of a form that has no words here stands as its file writes it. */
export function assertionText(assertion: Assertion, words: DirectoryWords): string {
  const item = (code: string): string => words.item(code);
  const items = (codes: readonly string[]): string => codes.map(item).join(', ');
  const at = (place: string): string => {
    const [agency = '', unit] = place.split('/');
    return unit === undefined ? words.agency(agency) : words.unit({ agency, unit });
  };
  const all = (places: readonly string[]): string => places.map(at).join(', ');
  switch (assertion.form) {
    case 'shown':
      return `${at(assertion.to)} is shown ${item(assertion.shown)} on ${assertion.task}: ${plain(assertion.as)}`;
    case 'hidden':
      return `${all(assertion.from)} sees no value of ${items(assertion.hidden)} on ${assertion.task}`;
    case 'never_told':
      return `${all(assertion.to)} was never told a value of ${items(assertion.never_told)}`;
    case 'waits':
      return `${item(assertion.waits)} waits on ${assertion.task} until it is ${plain(assertion.for)}`;
    case 'stopped':
      return `${item(assertion.stopped)} was stopped on its way to ${at(assertion.to)} (${assertion.task}): ${plain(assertion.why)}`;
    case 'gap':
      return `${item(assertion.gap)} is a gap of ${at(assertion.of)}`;
    case 'no_gap':
      return `${item(assertion.no_gap)} is no gap of ${at(assertion.of)}`;
    case 'person':
      return `the person is ${plain(assertion.person)} at ${at(assertion.at)}`;
    case 'age':
      return assertion.age === 'none'
        ? `no precaution for the age at ${at(assertion.at)}`
        : `${at(assertion.at)} treats the person as a possible child`;
    case 'stands':
      return `${item(assertion.stands)} stands as ${plain(assertion.as)} at ${at(assertion.at)}`;
    case 'told':
      return `${at(assertion.to)} has a notice on ${assertion.task}: ${assertion.told}, ${assertion.items.length > 0 ? `with ${items(assertion.items)}` : 'without any item'}`;
    case 'noted':
      return `noted at ${at(assertion.at)}: “${assertion.noted}”`;
    case 'purpose':
      return `the log says what ${assertion.task} was for: ${plain(assertion.purpose)}, ${plain(assertion.basis)}`;
    case 'refused':
      return `the step is refused: ${assertion.refused}`;
    case 'held_up':
      return 'requests that lacked something came through all the same';
    default:
      return courseText(assertion, at);
  }
}

/** What is expected of the course of a task. */
function courseText(assertion: Assertion, at: (place: string) => string): string {
  const all = (places: readonly string[]): string => places.map(at).join(', ');
  switch (assertion.form) {
    case 'owner':
      return `${at(assertion.is)} is accountable for ${assertion.owner}`;
    case 'responsible':
      return `${at(assertion.is)} answers for the person on ${assertion.responsible}`;
    case 'status':
      return `${assertion.status} is ${[assertion.business ?? assertion.is, assertion.reason, assertion.outcome].flatMap((code) => (code === undefined ? [] : plain(code))).join(': ')}`;
    case 'open_offer':
      return `${assertion.open_offer} stands open with ${all(assertion.to)}`;
    case 'closed':
      return `every offer of ${assertion.closed} is closed`;
    case 'clock':
      return `the clock ${plain(assertion.clock)} at ${at(assertion.in)}: ${typeof assertion.remaining === 'number' ? `${assertion.remaining} minutes left` : assertion.remaining}`;
    case 'started_once':
      return `the clock ${plain(assertion.started_once)} was started once`;
    case 'escalated':
      return `${all(assertion.to)} called in on ${assertion.escalated}`;
    case 'slot':
      return `${plain(assertion.slot)} on ${assertion.task}: ${plain(assertion.is)}`;
    case 'promise':
      return `a promise on ${assertion.promise} is ${assertion.is}`;
    case 'warned':
      return `warned of the rule of law ${plain(assertion.warned)}`;
    case 'one_owner':
      return 'each task had exactly one owner all along';
    case 'declines':
      return `${assertion.declines} declines`;
    case 'expiries':
      return `nobody answered in time: ${assertion.expiries} times`;
    default:
      return wordsOf(assertion);
  }
}
