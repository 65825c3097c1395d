import { createHash } from 'node:crypto';
import type { FeedStore, Sight } from '#storage';

/** Where a reader of the feed is: the id of the feed itself, and what the reader is told in its place. */
export interface FeedPlace {
  readonly id: number;
  /** How many entries the reader was told or could have been told; counted for a limited sight only. */
  readonly place: number;
}

/**
 * The places of one sight in the feed, as its readers know them. Who sees everything is told the id itself. To a limited
 * sight its holes would tell how much others do, and when: so it is told the number of the entry among its own, and a sign
 * of the sight, since the number means something else in another.
 */
export class FeedPlaces {
  private readonly sign: string;

  constructor(
    private readonly feed: Pick<FeedStore, 'newest' | 'placeOf' | 'idAt'>,
    readonly sight: Sight,
  ) {
    const units = [...new Set(sight ?? [])].sort().join(' ');
    this.sign = createHash('sha256').update(units, 'utf8').digest('hex').slice(0, 8);
  }

  /** After everything that is there. */
  async newest(): Promise<FeedPlace> {
    return this.at(await this.feed.newest());
  }

  /** The place of an id. */
  async at(id: number): Promise<FeedPlace> {
    return { id, place: this.sight ? await this.feed.placeOf(id, this.sight) : id };
  }

  /** The place of the next entry of this sight. */
  next({ place }: FeedPlace, id: number): FeedPlace {
    return { id, place: this.sight ? place + 1 : id };
  }

  /** What a reader is told of a place. */
  text({ id, place }: FeedPlace): string {
    return this.sight ? `${place}.${this.sign}` : String(id);
  }

  /** The place of such a text; undefined for one that was never told to this sight. */
  async read(text: string): Promise<FeedPlace | undefined> {
    const [, digits = '', sign] = /^(\d{1,15})(?:\.([0-9a-f]{8}))?$/.exec(text) ?? [];
    if (digits === '') return undefined;
    const place = Number(digits);
    if (!this.sight) return sign === undefined ? { id: place, place } : undefined;
    const id = sign === this.sign ? await this.feed.idAt(place, this.sight) : undefined;
    return id === undefined ? undefined : { id, place };
  }
}
