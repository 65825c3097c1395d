import type { Cast } from './cast.js';
import type { GapsMoved, Told } from './told.js';
import type { Views } from './views.js';

/** Watches what the agencies still do not know, so that it can be told which gaps a step closed. */
export class GapWatch {
  private readonly open = new Map<string, readonly string[]>();

  constructor(
    private readonly cast: Cast,
    private readonly views: Pick<Views, 'gaps'>,
  ) {}

  /** Which gaps are closed since the last look at those who spoke or were told something. A case that is not known has none. */
  async after({ step, parcels, fate }: Told): Promise<readonly GapsMoved[]> {
    if (step.by === 'bus' || fate === 'refused-as-expected') return [];
    const parties = [step.by.agency, ...parcels.flatMap(({ from, to }) => [from.agency, to.agency])];
    const moved: GapsMoved[] = [];
    for (const agency of new Set(parties)) {
      const gaps = await this.views.gaps(agency).catch(() => undefined);
      if (!gaps) continue;
      const key = `${this.cast.newest} ${agency}`;
      const now = gaps.map(({ code }) => code);
      const closed = (this.open.get(key) ?? []).filter((code) => !now.includes(code));
      this.open.set(key, now);
      if (closed.length > 0) moved.push({ agency, closed, open: now.length });
    }
    return moved;
  }
}
