import type { Cast } from './cast.js';
import type { Labels } from './labels.js';
import type { Look } from './look.js';
import { ownActLines } from './own-act-lines.js';
import type { Told } from './told.js';

/** Tells what services say by themselves, each act once, in the order of the ledger. */
export class OwnActs {
  private readonly shown = new Set<string>();
  private minute = 0;

  constructor(
    private readonly cast: Cast,
    private readonly say: (lines: readonly string[], minute: number) => void,
    private readonly words: { readonly labels: Labels; readonly look: Look },
  ) {}

  /** These events are a step's own; what services had said before it is told first. */
  ofStep({ step, parcels }: Told): void {
    this.minute = step.at;
    parcels.forEach(({ eventId }) => this.shown.add(eventId));
    const [first] = parcels;
    if (first) this.tell(first.sequence);
  }

  /** Tells what was not told yet, of what stands on the ledger before this number. */
  tell(before = Infinity): void {
    const { cast, shown, words } = this;
    const acts = [...cast.tasks.values()].flatMap((live) =>
      cast.feeds
        .ofTask(live.performer.agency, live.id)
        .filter(({ event, sequence }) => !shown.has(event.id) && sequence <= before)
        .map((entry) => ({ entry, live })),
    );
    for (const { entry, live } of acts.sort((one, other) => one.entry.sequence - other.entry.sequence)) {
      shown.add(entry.event.id);
      const minute = cast.minuteOf(Date.parse(entry.event.time));
      const isNews = minute > this.minute;
      this.minute = Math.max(this.minute, minute);
      const place = { task: live.local, start: cast.scenario.start, ...(isNews && { minute }) };
      this.say(ownActLines(entry, place, words), this.minute);
    }
  }
}
