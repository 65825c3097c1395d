import { Controller, Get, Header, Inject, Param, Query as QueryOf } from '@nestjs/common';
import type { AuditStore, StoredCheckpoint } from '#storage';
import { addSignatureLines } from '#transparency';
import { CalledBy, mayRead, type Caller } from './caller.js';
import { readCounts, readId, readOptionalCounts, type Query } from './parameters.js';
import { Problem } from './problem.js';
import { READINGS, STORE } from './provided.js';
import type { Readings } from './readings.js';
import { Needs } from './token.guard.js';

/** Hashes of a proof in standard Base64, as C2SP writes them. */
type ProofHashes = readonly string[];

/** The log's own words: checkpoints and proofs, which say nothing about any person or task. */
@Controller()
@Needs('any')
export class LogController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(READINGS) private readonly readings: Readings,
  ) {}

  /** The newest checkpoint, or that of `size`, as a signed note with its cosignature lines. 404 where there is none. */
  @Get('log/checkpoint')
  @Header('content-type', 'text/plain; charset=utf-8')
  async checkpoint(@QueryOf() query: Query): Promise<string> {
    const { size } = readOptionalCounts(query, ['size']);
    return this.noteOf(await this.checkpointAt(size));
  }

  /** Proof that leaf `index` is in the tree of `size` leaves. */
  @Get('log/proof/inclusion')
  async inclusion(@QueryOf() query: Query): Promise<object> {
    const { index, size } = readCounts(query, ['index', 'size']);
    await this.checkSize('size', size);
    if (index >= size) throw badRange('index', 'must be below size');
    const [leaf] = await this.store.records.leafHashes(index, index + 1);
    const proof = await this.store.records.inclusionProof(index, size);
    return { index, size, leafHash: leaf?.toString('base64'), proof: base64(proof) };
  }

  /** Proof that the tree of `second` leaves extends that of `first`. */
  @Get('log/proof/consistency')
  async consistency(@QueryOf() query: Query): Promise<object> {
    const { first, second } = readCounts(query, ['first', 'second']);
    await this.checkSize('second', second);
    if (first < 1 || first > second) throw badRange('first', 'must be from 1 to second');
    return { first, second, proof: base64(await this.store.records.consistencyProof(first, second)) };
  }

  /**
   * The exact text of an event, its leaf index, and the proof that it stands under the newest cosigned checkpoint, or the
   * newest while none is cosigned; `proof` is missing while none covers it. 404 for an event that is not in the log.
   */
  @Get('events/:id')
  @Needs('reader')
  async event(@Param('id') id: string, @CalledBy() caller: Caller): Promise<object> {
    const leaf = await this.store.records.leafOf(readId('id', id));
    if (!leaf || !mayRead(caller, leaf.parties)) throw new Problem(404, 'The log does not hold this event');
    const { index, event, hash } = leaf;
    await this.readings.record(caller, { kind: 'event', query: { event: id }, leaves: [index] });
    const found = { id, index, event, leafHash: hash.toString('base64') };
    const covering = await this.store.checkpoints.covering(index);
    if (!covering) return found;
    const proof = await this.store.records.inclusionProof(index, covering.size);
    return { ...found, size: covering.size, proof: base64(proof), checkpoint: await this.noteOf(covering) };
  }

  private async noteOf(checkpoint: StoredCheckpoint): Promise<string> {
    const lines = await this.store.checkpoints.cosignatureLines(checkpoint.size);
    return addSignatureLines(checkpoint.note, lines);
  }

  private async checkpointAt(size?: number): Promise<StoredCheckpoint> {
    const found = await this.store.checkpoints.find(size);
    if (!found) throw new Problem(404, 'There is no such checkpoint');
    return found;
  }

  /** Nothing is proven about leaves that no checkpoint covers yet. */
  private async checkSize(parameter: string, size: number): Promise<void> {
    const newest = (await this.store.checkpoints.find())?.size ?? 0;
    if (size > newest)
      throw badRange(parameter, `must be at most ${newest}, the size of the newest checkpoint`);
  }
}

const base64 = (hashes: readonly Buffer[]): ProofHashes => hashes.map((hash) => hash.toString('base64'));

const badRange = (parameter: string, detail: string): Problem =>
  new Problem(400, 'The parameters are not right', [{ parameter, detail }]);
