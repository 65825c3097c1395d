import { Readable } from 'node:stream';
import { Controller, Get, Header, Inject, Param, Query as QueryOf, StreamableFile } from '@nestjs/common';
import { decodeEvent, readJws } from '#contracts';
import type { AuditStore, StoredCheckpoint } from '#storage';
import { addSignatureLines, formatTlogProof } from '#transparency';
import { CalledBy, mayRead, scopeOf, type Caller } from '../caller.js';
import { readCounts, readEvidence, readId, type Query } from '../parameters.js';
import { Problem } from '../problem.js';
import { ORIGIN, READINGS, STORE } from '../provided.js';
import type { Readings } from '../readings.js';
import { Needs } from '../token.guard.js';
import { evidenceLines } from './evidence.js';

/** Evidence that holds without this service: for a court, a commissioner, or another agency's own check. */
@Controller()
@Needs('reader')
export class EvidenceController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(READINGS) private readonly readings: Readings,
    @Inject(ORIGIN) private readonly origin: string,
  ) {}

  /**
   * The whole log, or with `task`, `case` or `event` its leaves with a proof each, as a stream of lines in the format
   * `concordat-evidence/v1`, under the newest cosigned checkpoint. The whole log is for auditors. 404 where nothing is found.
   */
  @Get('evidence')
  @Header('content-type', 'application/x-ndjson; charset=utf-8')
  async evidence(@QueryOf() query: Query, @CalledBy() caller: Caller): Promise<StreamableFile> {
    const wanted = readEvidence(query);
    const whole = Object.keys(wanted).length === 0;
    if (whole && caller.agency !== undefined) throw new Problem(403, 'The whole log is for auditors');
    const indexes = whole ? undefined : await this.store.evidence.indexes({ ...wanted, ...scopeOf(caller) });
    if (indexes?.length === 0) throw new Problem(404, 'The log holds nothing of this');
    const checkpoint = await this.covering(indexes?.at(-1) ?? 0);
    const leaves = indexes ?? { ranges: [[0, checkpoint.size - 1] as const] };
    await this.readings.record(caller, { kind: 'evidence', query: wanted, leaves });
    const { store, origin } = this;
    const lines = evidenceLines(store, { origin, checkpoint, ...(indexes && { indexes }) });
    return new StreamableFile(Readable.from(lines));
  }

  /**
   * One event with its proof as one text (`c2sp.org/tlog-proof@v1`), the event itself in its `extra` line. 404 for an event that
   * is not in the log, 409 while no checkpoint covers it.
   */
  @Get('events/:id/proof')
  @Header('content-type', 'text/plain; charset=utf-8')
  async proof(@Param('id') id: string, @CalledBy() caller: Caller): Promise<string> {
    return this.proofOf(readId('id', id), caller);
  }

  /** The same for whatever stands at this place of the log: also an own act, such as a reading, an erasure or a hold. */
  @Get('leaves/:index/proof')
  @Header('content-type', 'text/plain; charset=utf-8')
  async proofAt(@Param('index') given: string, @CalledBy() caller: Caller): Promise<string> {
    const { index } = readCounts({ index: given }, ['index']);
    const text = await this.store.records.leafText(index);
    if (text === undefined) throw notHeld();
    return this.proofOf(decodeEvent(readJws(text).payload).id, caller);
  }

  private async proofOf(id: string, caller: Caller): Promise<string> {
    const leaf = await this.store.records.leafOf(id);
    if (!leaf || !mayRead(caller, leaf.parties)) throw notHeld();
    const { index, event } = leaf;
    const checkpoint = await this.covering(index);
    await this.readings.record(caller, { kind: 'event', query: { event: id, proof: true }, leaves: [index] });
    return formatTlogProof({
      extra: Buffer.from(event, 'ascii'),
      index,
      proof: await this.store.records.inclusionProof(index, checkpoint.size),
      note: addSignatureLines(
        checkpoint.note,
        await this.store.checkpoints.cosignatureLines(checkpoint.size),
      ),
    });
  }

  private async covering(index: number): Promise<StoredCheckpoint> {
    const checkpoint = await this.store.checkpoints.covering(index);
    if (!checkpoint) throw new Problem(409, 'No checkpoint covers this yet: ask again in a second');
    return checkpoint;
  }
}

const notHeld = (): Problem => new Problem(404, 'The log does not hold this event');
