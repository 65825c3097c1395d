import { parseBundle, type Retention } from '#directory';
import type { AuditStore, CaseStanding } from '#storage';
import { SERVICE } from '../service-actor.js';
import type { Eraser } from './eraser.js';
import { earliestDue, keptUntil, type KeptUntil } from './retention.js';

/** A case and until when it is kept. */
export type DueCase = CaseStanding & { readonly kept: KeptUntil };

/** Cases that are looked at in one round, and erased in one act: the leaf names them all. */
const LOOKED_AT = 1_000;
const IN_ONE_ACT = 100;
/** Most acts of one round, so that a first round after many years stays small. */
const ACTS = 5;

/** The retention schedule of the newest directory, applied to what the log keeps. */
export class RetentionRound {
  constructor(
    private readonly store: AuditStore,
    private readonly eraser: Eraser,
  ) {}

  /** The schedule in force; empty before the first directory. */
  async schedule(): Promise<readonly Retention[]> {
    const newest = (await this.store.records.directories()).at(-1);
    return newest ? parseBundle(newest.bundle).data.retention : [];
  }

  /** Cases whose time has passed at `now`, the oldest first; at most 1,000 are looked at. Those that are held or open are among them. */
  async due(now: Date): Promise<DueCase[]> {
    const schedule = await this.schedule();
    const found = await this.store.forgetting.keptBefore(earliestDue(schedule, now), LOOKED_AT);
    return found.flatMap((standing) => {
      const kept = keptUntil(standing, schedule);
      return kept && kept.until <= now ? [{ ...standing, kept }] : [];
    });
  }

  /** Erases what is due and neither held nor open; at most 500 cases. Gives the ids of the erasures. */
  async run(now: Date): Promise<string[]> {
    const due = (await this.due(now)).filter(({ holds, openTasks }) => holds.length === 0 && openTasks === 0);
    const erased: string[] = [];
    for (const group of groupsOf(due).slice(0, ACTS)) {
      const done = await this.eraser.erase({
        cases: group.map(({ caseId }) => caseId),
        ground: 'retention-ended',
        authority: 'retention-schedule',
        words: `kept until its time by class: ${[...new Set(group.map(({ kept }) => kept.class))].join(', ')}`,
        by: { name: 'retention schedule', actor: SERVICE },
      });
      if (done.is !== 'refused') erased.push(done.id);
    }
    return erased;
  }
}

function groupsOf(cases: readonly DueCase[]): readonly (readonly DueCase[])[] {
  const count = Math.ceil(cases.length / IN_ONE_ACT);
  return Array.from({ length: count }, (_, at) => cases.slice(at * IN_ONE_ACT, (at + 1) * IN_ONE_ACT));
}
