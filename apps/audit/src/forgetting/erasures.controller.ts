import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query as QueryOf, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { AgencyAnswer, AuditStore, CaseStanding, ErasureRow } from '#storage';
import { CalledBy, type Caller } from '../caller.js';
import { indexesOf, pageOf, type Page } from '../page.js';
import { readId, readNewest, type Query } from '../parameters.js';
import { Problem } from '../problem.js';
import { FORGETTER, READINGS, STORE } from '../provided.js';
import type { Readings } from '../readings.js';
import { Needs } from '../token.guard.js';
import { readErasure, readNamed } from './bodies.js';
import type { Erased } from './eraser.js';
import type { Forgetter, Waiting } from './forgetter.js';
import { casesNamed } from './named-cases.js';
import type { DueCase } from './retention-round.js';

/** How far an erasure has come. `keys-destroyed`: nobody can read it any more; the rest is that no byte of it is left lying. */
export type ErasureState = 'keys-destroyed' | 'scrubbed' | 'done';

/** Where an erasure stands: nothing of any person. */
interface Progress {
  readonly id: string;
  readonly state: ErasureState;
  /** Why it is not done; known to the replica that writes the log. */
  readonly waiting?: Waiting;
}

/** Destroys the values of a person, and shows what was destroyed, on whose word, and what the agencies say of their own copies. */
@Controller()
@Needs('auditor')
export class ErasuresController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(FORGETTER) private readonly forgetter: Forgetter,
    @Inject(READINGS) private readonly readings: Readings,
  ) {}

  /**
   * Destroys what the log can destroy of these cases and of every case that the tokens lead to: 201, and the same answer with 200 when
   * it was done before. 409, with a leaf, under a hold or while a task of them is open.
   */
  @Post('erasures')
  async erase(
    @Body() body: unknown,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Progress> {
    const { ground, authority, words, ...named } = readErasure(body);
    const cases = await casesNamed(this.store, named);
    const done = await this.forgetter.eraser.erase({ cases, ground, authority, words, by: caller });
    if (done.is === 'refused') throw refusal(done);
    void reply.status(done.is === 'erased' ? 201 : 200);
    return this.progressOf(done.id);
  }

  /** What an erasure of these cases, and of those that the tokens lead to, would meet: tasks, agencies, holds. Nothing is done. */
  @Post('erasures/plan')
  @HttpCode(200)
  async plan(
    @Body() body: unknown,
    @CalledBy() caller: Caller,
  ): Promise<{ readonly cases: readonly CaseStanding[] }> {
    const named = readNamed(body);
    const cases = await this.store.forgetting.standing(await casesNamed(this.store, named));
    await this.readings.record(caller, { kind: 'erasures', query: { plan: named }, leaves: [] });
    return { cases };
  }

  /** Erasures, the newest first; `next` goes into `before`. */
  @Get('erasures')
  async list(@QueryOf() query: Query, @CalledBy() caller: Caller): Promise<Page<ErasureRow & Progress>> {
    const { limit, before } = readNewest(query);
    const found = await this.store.forgetting.erasures(limit + 1, before);
    const page = pageOf(found, limit, ({ leafIndex }) => String(leafIndex));
    await this.readings.record(caller, {
      kind: 'erasures',
      query: { ...query },
      leaves: indexesOf(page.rows),
    });
    return { ...page, rows: page.rows.map((row) => ({ ...row, ...this.progress(row) })) };
  }

  /** One erasure, with what each agency that took part says of its own copies. 404 for an unknown one. */
  @Get('erasures/:id')
  async one(
    @Param('id') given: string,
    @CalledBy() caller: Caller,
  ): Promise<ErasureRow & Progress & { readonly agencies: readonly AgencyAnswer[] }> {
    const row = await this.known(readId('id', given));
    const agencies = await this.store.forgetting.answers(row.id);
    await this.readings.record(caller, {
      kind: 'erasures',
      query: { erasure: row.id },
      leaves: [row.leafIndex],
    });
    return { ...row, ...this.progress(row), agencies };
  }

  /** How far an erasure has come; nothing else, so it is no reading. 404 for an unknown one. */
  @Get('erasures/:id/progress')
  @Needs('any')
  async progressOf(@Param('id') given: string): Promise<Progress> {
    return this.progress(await this.known(readId('id', given)));
  }

  /** Cases whose time has passed by the retention schedule of the directory, the oldest first; held and open ones wait. */
  @Get('retention')
  async retention(
    @CalledBy() caller: Caller,
  ): Promise<{ readonly schedule: readonly object[]; readonly due: readonly DueCase[] }> {
    const { retention } = this.forgetter;
    const [schedule, due] = [await retention.schedule(), await retention.due(new Date())];
    await this.readings.record(caller, { kind: 'erasures', query: { retention: true }, leaves: [] });
    return { schedule, due };
  }

  private async known(id: string): Promise<ErasureRow> {
    const row = await this.store.forgetting.erasure(id);
    if (!row) throw new Problem(404, 'There is no such erasure');
    return row;
  }

  private progress({ id, scrubbedAt, ledgerAt }: ErasureRow): Progress {
    const state = scrubbedAt === null ? 'keys-destroyed' : ledgerAt === null ? 'scrubbed' : 'done';
    const waiting = state === 'done' ? undefined : this.forgetter.waiting(id);
    return { id, state, ...(waiting && { waiting }) };
  }
}

function refusal({ why, cases }: Extract<Erased, { readonly is: 'refused' }>): Problem {
  const held = why === 'held';
  const errors = cases.map(({ caseId, holds, openTasks }) => ({
    parameter: 'case',
    detail: held
      ? `${caseId} is under the hold ${holds.join(', ')}`
      : `${caseId} has ${openTasks} open tasks`,
  }));
  return new Problem(409, held ? 'A legal hold stands in the way' : 'A task is still open', errors);
}
