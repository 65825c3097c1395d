import { notEndedAt, type Roster, type Shift } from '#domain';
import { rosterSubject, toRosterData } from '#contracts';
import type { Directory } from '#directory';
import type { AgencyStore, UnitRoster } from '#storage';
import type { AgencyConfig } from './config.js';
import { say, type Speaker } from './words.js';

/** What the publisher needs around it. */
export interface PublisherSurroundings {
  readonly store: Pick<AgencyStore, 'rosters'>;
  readonly speaker: Speaker;
  readonly directory: () => Directory;
  readonly config: Pick<AgencyConfig, 'rosterLeaseMs'>;
}

type Said = Omit<Roster, 'agency' | 'publishedAt'>;

/**
 * Publishes who is on shift at this agency, one replica at a time: when what its units say has changed or a shift has ended,
 * and again when half of the lease is over, so that only a service that is down lets its roster go stale. An agency of which
 * no unit has ever said anything publishes nothing.
 */
export class RosterPublisher {
  /** What the ledger took from this replica and may not have brought back yet. */
  private said: Said | undefined;

  constructor(private readonly around: PublisherSurroundings) {}

  /** One round; there is never more to do at once. */
  async round(): Promise<boolean> {
    const { store, speaker, config } = this.around;
    if (!speaker.writer.isUp || speaker.directoryVersion() === 0) return false;
    const own = await store.rosters.own();
    if (own.length === 0) return false;
    const at = Date.now();
    const roster = this.rosterOf(own, at);
    const last = await this.last();
    const isRunning = last !== undefined && Date.parse(last.leaseUntil) - at > config.rosterLeaseMs / 2;
    if (isRunning && contentOf(last) === contentOf(roster)) return false;
    const data = toRosterData(roster);
    const what = { type: 'concordat.roster.published.v1', data } as const;
    if (await say(speaker, rosterSubject(speaker.agency), what)) this.said = roster;
    return false;
  }

  private rosterOf(own: readonly UnitRoster[], at: number): Said {
    const directory = this.around.directory();
    const { agency } = this.around.speaker;
    // A code that the directory has no longer would make every reader refuse the whole.
    const known = own.filter(({ unit }) => directory.unitExists(agency, unit));
    return {
      units: known.map(({ unit }) => unit),
      shifts: notEndedAt(
        known.flatMap(({ shifts }) => shifts.filter((shift) => isKnown(shift, directory))),
        at,
      ),
      places: known.flatMap(({ unit, free }) => (free === undefined ? [] : [{ unit, free }])),
      leaseUntil: new Date(at + this.around.config.rosterLeaseMs).toISOString(),
    };
  }

  /** The last word of this agency: as this replica said it, or as the ledger has it of any replica. */
  private async last(): Promise<Said | undefined> {
    const { store, speaker } = this.around;
    const heard = (await store.rosters.published()).find(({ agency }) => agency === speaker.agency);
    if (!heard || !this.said) return heard ?? this.said;
    return Date.parse(heard.leaseUntil) >= Date.parse(this.said.leaseUntil) ? heard : this.said;
  }
}

const contentOf = (said: Said): string => JSON.stringify({ ...toRosterData(said), leaseuntil: '' });

function isKnown({ skill, languages = [], employer }: Shift, { vocabulary }: Directory): boolean {
  return (
    vocabulary.skill.has(skill) &&
    languages.every((language) => vocabulary.language.has(language)) &&
    (employer === undefined || vocabulary.employer.has(employer))
  );
}
