import type { Cast } from '../rehearsal/cast.js';
import type { Told } from '../rehearsal/told.js';

/** What follows from a clock that moved on, as against an answer to a step: it belongs to the minute that begins with it. */
const BY_THE_CLOCK = new Set(['expired', 'overdue', 'escalated', 'handover-lapsed']);

/**
 * At which minute of the scenario something was recorded: the steps of the script give the minutes, and of what services did by
 * themselves the clock of the exercise.
 */
export class Minutes {
  private start: string | undefined;
  private readonly begun: { readonly minute: number; readonly after: number }[] = [];
  private readonly played = new Map<string, number>();
  private readonly sent: { readonly sequence: number; readonly minute: number }[] = [];

  /** The script comes to this minute: what the ledger holds by now came before it. */
  begins(minute: number, cast: Cast): void {
    this.start = cast.scenario.start;
    const newest = [...cast.tasks.values()].flatMap(({ id, asker }) => cast.feeds.ofTask(asker.agency, id));
    this.begun.push({ minute, after: Math.max(0, ...newest.map(({ sequence }) => sequence)) });
  }

  /** A step was played: its events belong to its minute. */
  ends({ step, parcels }: Told): void {
    for (const { eventId, sequence } of parcels) {
      this.played.set(eventId, step.at);
      this.sent.push({ sequence, minute: step.at });
    }
  }

  /** Whether a step of the script put this event there; else a service did by itself. */
  isOfScript(eventId: string): boolean {
    return this.played.has(eventId);
  }

  /** The minute of an event: of its step, or by its own time, or of what a service answered to, or of the clock that let it come. */
  of({
    id,
    type,
    sequence,
    time,
  }: {
    readonly id: string;
    readonly type: string;
    readonly sequence: number;
    /** When it was said, by the clock of the exercise: ISO 8601. */
    readonly time?: string | undefined;
  }): number {
    const ofStep = this.played.get(id) ?? this.byClock(time);
    if (ofStep !== undefined) return ofStep;
    const before = BY_THE_CLOCK.has(type)
      ? this.begun.filter(({ after }) => after < sequence)
      : this.sent.filter((parcel) => parcel.sequence < sequence);
    return Math.max(0, ...before.map(({ minute }) => minute));
  }

  /** Undefined for a time before the script begins, which is no time of its clock. */
  private byClock(time: string | undefined): number | undefined {
    if (time === undefined || this.start === undefined) return undefined;
    const minute = Math.floor((Date.parse(time) - Date.parse(this.start)) / 60_000);
    return minute >= 0 ? minute : undefined;
  }

  /** The last minute that the script came to. */
  get last(): number {
    return this.begun.at(-1)?.minute ?? 0;
  }
}
