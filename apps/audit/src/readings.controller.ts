import { Controller, Get, Inject, Query as QueryOf } from '@nestjs/common';
import type { AuditStore, ReadingRow } from '#storage';
import { CalledBy, type Caller } from './caller.js';
import { pageOf, indexesOf, type Page } from './page.js';
import { readNewest, type Query } from './parameters.js';
import { READINGS, STORE } from './provided.js';
import type { Readings } from './readings.js';
import { Needs } from './token.guard.js';

/** Who has read the log: for auditors. Looking at that is itself recorded. */
@Controller()
@Needs('auditor')
export class ReadingsController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(READINGS) private readonly readings: Readings,
  ) {}

  /** Readings, newest first: who, when, what was asked, and the leaves that the answer named; `next` goes into `before`. */
  @Get('readings')
  async list(@QueryOf() query: Query, @CalledBy() caller: Caller): Promise<Page<ReadingRow>> {
    const { limit, before } = readNewest(query);
    const found = await this.store.readings.list(limit + 1, before);
    const page = pageOf(found, limit, ({ leafIndex }) => String(leafIndex));
    await this.readings.record(caller, {
      kind: 'readings',
      query: { ...query },
      leaves: indexesOf(page.rows),
    });
    return page;
  }
}
