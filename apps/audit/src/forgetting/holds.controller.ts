import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query as QueryOf } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { Overtaken, type AuditStore, type HoldRow } from '#storage';
import type { Acts } from '../acts.js';
import { CalledBy, type Caller } from '../caller.js';
import { indexesOf, pageOf, type Page } from '../page.js';
import { readHolds, readId, type Query } from '../parameters.js';
import { Problem } from '../problem.js';
import { ACTS, READINGS, STORE } from '../provided.js';
import type { Readings } from '../readings.js';
import { Needs } from '../token.guard.js';
import { readHold, readRelease } from './bodies.js';
import { casesNamed } from './named-cases.js';
import { committed } from './words.js';

/** Legal holds: while one stands on a case, nothing of it is erased. */
@Controller('holds')
@Needs('auditor')
export class HoldsController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(ACTS) private readonly acts: Acts,
    @Inject(READINGS) private readonly readings: Readings,
  ) {}

  /** Places a hold on cases, and on every case that the tokens lead to by now. 404 when the log knows none of them. */
  @Post()
  async place(@Body() body: unknown, @CalledBy() caller: Caller): Promise<HoldRow> {
    const { ground, words, ...named } = readHold(body);
    const cases = await casesNamed(this.store, named);
    const id = uuidv7();
    const { commitment, salt } = committed(words);
    await this.acts.do(
      {
        type: 'concordat.audit.hold-placed.v1',
        data: { hold: id, cases, ground, words: commitment },
        by: caller.actor,
      },
      this.store.forgetting.placed({ id, cases, ground, words, salt, by: caller.name }),
    );
    return this.known(id);
  }

  /** Releases a hold, for a reason that is kept as that of the hold. 404 for an unknown one; 409 when it was released before. */
  @Post(':id/release')
  @HttpCode(200)
  async release(
    @Param('id') given: string,
    @Body() body: unknown,
    @CalledBy() caller: Caller,
  ): Promise<HoldRow> {
    const id = readId('id', given);
    const { words } = readRelease(body);
    const hold = await this.known(id);
    if (hold.releasedAt !== null) throw releasedBefore();
    const { commitment, salt } = committed(words);
    const act = {
      type: 'concordat.audit.hold-released.v1',
      data: { hold: id, words: commitment },
      by: caller.actor,
    } as const;
    await this.acts
      .do(act, this.store.forgetting.released(id, { words, salt, by: caller.name }))
      .catch((error: unknown) => {
        throw error instanceof Overtaken ? releasedBefore() : error;
      });
    return this.known(id);
  }

  /** Holds that stand, with `all=true` the released ones too; the newest first; `next` goes into `before`. */
  @Get()
  async list(@QueryOf() query: Query, @CalledBy() caller: Caller): Promise<Page<HoldRow>> {
    const { all, limit, before } = readHolds(query);
    const found = await this.store.forgetting.holds(all, limit + 1, before);
    const page = pageOf(found, limit, ({ leafIndex }) => String(leafIndex));
    await this.readings.record(caller, {
      kind: 'erasures',
      query: { holds: query },
      leaves: indexesOf(page.rows),
    });
    return page;
  }

  private async known(id: string): Promise<HoldRow> {
    const hold = await this.store.forgetting.hold(id);
    if (!hold) throw new Problem(404, 'There is no such hold');
    return hold;
  }
}

const releasedBefore = (): Problem => new Problem(409, 'The hold was released before');
