import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query as QueryOf, StreamableFile } from '@nestjs/common';
import type { AuditStore, DisclosureExport, DisclosureFilter } from '#storage';
import { CalledBy, scopeOf, type Caller } from '../caller.js';
import { rangesIn } from '../index-ranges.js';
import { readExport, type Query } from '../parameters.js';
import { Problem } from '../problem.js';
import { ORIGIN, READINGS, STORE } from '../provided.js';
import type { Readings } from '../readings.js';
import { Needs } from '../token.guard.js';
import { EXPORT_FORMS } from './forms.js';

/** Exports that may be on their way at once: each holds a connection of the database until its reader has all of it. */
const MOST_AT_ONCE = 3;

/** Disclosures as files. Which leaves a file names is a leaf of the log before its first row is sent. */
@Controller()
@Needs('reader')
export class ExportsController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(READINGS) private readonly readings: Readings,
    @Inject(ORIGIN) private readonly origin: string,
  ) {}

  private onTheirWay = 0;

  /**
   * Every item that fits, as the log is now, by leaf index: `format` is `csv`, `ndjson` (the rows of the search) or `fhir` (an
   * AuditEvent for each event). Streamed; a reader that takes nothing for a minute is left. 503 while as many are on their way
   * as there may be.
   */
  @Get('exports/disclosures')
  async disclosures(@QueryOf() query: Query, @CalledBy() caller: Caller): Promise<StreamableFile> {
    const { filter, format } = readExport(query);
    const { type, ending, write } = EXPORT_FORMS[format];
    const rows = await this.begin({ ...filter, ...scopeOf(caller) });
    try {
      const leaves = { ranges: rangesIn(rows.leaves) };
      await this.readings.record(caller, { kind: 'export', query: { ...query }, leaves });
    } catch (error) {
      await this.end(rows);
      throw error;
    }
    const text = Readable.from(write(rows.pages(), this.origin));
    // A stream that nobody began to read does not come to its own end.
    text.once('close', () => void this.end(rows));
    return new StreamableFile(text, { type, disposition: `attachment; filename="disclosures.${ending}"` });
  }

  private async begin(filter: DisclosureFilter): Promise<DisclosureExport> {
    if (this.onTheirWay >= MOST_AT_ONCE)
      throw new Problem(503, 'Other exports are on their way: ask again when one has ended');
    this.onTheirWay += 1;
    try {
      return await this.store.records.export(filter);
    } catch (error) {
      this.onTheirWay -= 1;
      throw error;
    }
  }

  private async end(rows: DisclosureExport): Promise<void> {
    this.onTheirWay -= 1;
    await rows.end();
  }
}
