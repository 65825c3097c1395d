import { Controller, Get, Inject, Param, Query as QueryOf } from '@nestjs/common';
import type { AuditStore, FollowedDisclosure, OverrideRow, RefusedRow } from '#storage';
import { CalledBy, mayRead, scopeOf, type Caller } from './caller.js';
import { indexesOf, pageOf, placeOf, type Page } from './page.js';
import { readOverrideSearch, readRefusedSearch, readTold, type Query } from './parameters.js';
import { Problem } from './problem.js';
import { READINGS, STORE } from './provided.js';
import type { Readings } from './readings.js';
import { Needs } from './token.guard.js';

/** Most tellings of one item that are given at once. */
const MOST_COPIES = 1_000;

/** What did not travel, what travelled under an override, and what became of what travelled. */
@Controller()
@Needs('reader')
export class SharingController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(READINGS) private readonly readings: Readings,
  ) {}

  /** Items that an agency wanted to tell, or was told, and that were not let through, with the reason; by leaf index. */
  @Get('refused-disclosures')
  async refused(@QueryOf() query: Query, @CalledBy() caller: Caller): Promise<Page<RefusedRow>> {
    const { filter, limit, after } = readRefusedSearch(query);
    const found = await this.store.sharing.refused({ ...filter, ...scopeOf(caller) }, limit + 1, after);
    const page = pageOf(found, limit, placeOf);
    await this.readings.record(caller, {
      kind: 'refusals',
      query: { ...query },
      leaves: indexesOf(page.rows),
    });
    return page;
  }

  /** Events that told items under an emergency override, with their review or the time by which it is due; by leaf index. */
  @Get('overrides')
  async overrides(@QueryOf() query: Query, @CalledBy() caller: Caller): Promise<Page<OverrideRow>> {
    const { filter, limit, after } = readOverrideSearch(query);
    const found = await this.store.sharing.overrides({ ...filter, ...scopeOf(caller) }, limit + 1, after);
    const page = pageOf(found, limit, ({ leafIndex }) => String(leafIndex));
    await this.readings.record(caller, {
      kind: 'overrides',
      query: { ...query },
      leaves: indexesOf(page.rows),
    });
    return page;
  }

  /**
   * Everyone who was given the item that this event told: its first telling, the copies that were passed on, the
   * corrections, each with who has seen what corrected or recalled it. `complete` is false when there are more than 1,000.
   * 404 when the event told no such item.
   */
  @Get('events/:id/items/:item/copies')
  async copies(
    @Param('id') id: string,
    @Param('item') item: string,
    @CalledBy() caller: Caller,
  ): Promise<{ readonly rows: readonly FollowedDisclosure[]; readonly complete: boolean }> {
    const told = readTold({ id, item });
    const rows = await this.store.sharing.trace(told.id, told.item, MOST_COPIES + 1);
    const seen = rows.filter(({ sender, receiver }) => mayRead(caller, [sender, receiver]));
    if (!seen.some(({ eventId }) => eventId === told.id)) {
      throw new Problem(404, 'The log holds no such item of this event');
    }
    const shown = seen.slice(0, MOST_COPIES);
    await this.readings.record(caller, { kind: 'copies', query: told, leaves: indexesOf(shown) });
    return { rows: shown, complete: rows.length <= MOST_COPIES };
  }
}
