import type { Agency } from './agency.js';
import { AskAgain } from './ask-again.js';
import { ClockTeller } from './clock-teller.js';
import { ErasureAnswers } from './erasure-answers.js';
import { DeadlineWatcher } from './deadline-watcher.js';
import { KeptSender } from './kept-sender.js';
import { DraftSweeper } from './draft-sweeper.js';
import { needKeeperOf } from './need-keeper.js';
import { RefusalReporter } from './refusal-reporter.js';
import { RosterPublisher } from './roster-publisher.js';
import type { Rounds } from './rounds.js';
import { serviceActor } from './service-actor.js';
import type { Speaker } from './words.js';

/** What the own works of a service need beside the service itself. */
export interface WorkSurroundings {
  /** The ledger's time now, never ahead of it: ISO 8601 in UTC. */
  readonly ledgerNow: () => string;
  readonly speaker: Speaker;
  readonly onFault: (what: string, error: unknown) => void;
}

/**
 * What one replica of a service does by itself, in rounds: tells what was kept, carries clocks on, says that times have
 * passed, reports what was not let through, and publishes who is on shift.
 */
export function ownWorks(
  agency: Agency,
  { ledgerNow, speaker, onFault }: WorkSurroundings,
): readonly Rounds[] {
  const { code } = agency.profile;
  const actor = serviceActor(code);
  const { desk, store, directory, now } = agency;
  const around = { agency: code, store, desk, directory, actor, now, onFault };
  const again = new AskAgain(agency);
  const kept = new KeptSender(around);
  const clocks = new ClockTeller(around);
  const watcher = new DeadlineWatcher({ ...around, ledgerNow, askAgain: (task) => again.ask(task) });
  const reporter = new RefusalReporter({
    agency: code,
    refusals: store.refusals,
    key: agency.config.keys.signing,
    directoryVersion: speaker.directoryVersion,
    actor,
  });
  const answers = new ErasureAnswers({
    agency: code,
    erasures: store.erasures,
    key: agency.config.keys.signing,
    directoryVersion: speaker.directoryVersion,
  });
  const rosters = new RosterPublisher({ store, speaker, directory, config: agency.config });
  const drafts = new DraftSweeper(store.drafts);
  const needs = needKeeperOf(agency, speaker, onFault);
  return [
    { name: 'send what was kept', round: () => kept.round() },
    { name: 'tell the clocks of a case', round: () => clocks.round() },
    { name: 'say that a time has passed', round: () => watcher.round() },
    { name: 'keep needs', round: () => needs.round() },
    { name: 'report refusals', round: () => reporter.round() },
    { name: 'answer erasures', round: () => answers.round() },
    { name: 'publish who is on shift', round: () => rosters.round() },
    { name: 'remove old drafts', round: () => drafts.round() },
  ];
}
