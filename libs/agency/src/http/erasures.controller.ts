import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { Answered, ErasureNotice } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { FromCaller, type Caller } from './caller.js';
import { CheckedPipe, FormPipe, IdPipe } from './checked.pipe.js';
import { ErasureAnswerBody } from './erasures.dto.js';
import { Problem } from './problem.js';
import { LimitQuery } from './queries.dto.js';
import { Wishes } from './wishes.js';

/**
 * Somebody was erased from the audit log and the ledger: this agency is asked to look at its own copies. What becomes of them is for
 * it to decide. For systems that act for the whole agency: who is bound to units sees none of this.
 */
@Controller('erasures')
export class ErasuresController {
  private readonly wishes: Wishes;

  constructor(@Inject(AGENCY) private readonly agency: Agency) {
    this.wishes = new Wishes(agency);
  }

  /** Erasures of cases that this agency knows: those without an answer first, then the newest; 100 unless told. */
  @Get()
  async list(
    @Query(FormPipe) { limit }: LimitQuery,
    @FromCaller() caller: Caller,
  ): Promise<{ readonly erasures: readonly ErasureNotice[] }> {
    forTheWholeAgency(caller);
    return { erasures: await this.agency.store.erasures.list(Number(limit ?? 100)) };
  }

  /**
   * Says what this agency did with its own copies. `erased` forgets, in one transaction, every value and free word that its database has of these
   * cases; signed events stay, in codes. `kept` names a ground and may be answered anew.
   */
  @Post(':id/answer')
  @HttpCode(200)
  async answer(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: ErasureAnswerBody,
    @FromCaller() caller: Caller,
  ): Promise<ErasureNotice> {
    forTheWholeAgency(caller);
    const { answer, ground } = body;
    checkGround(answer, ground);
    const actor = this.wishes.actor(body.actor, caller);
    const { erasures } = this.agency.store;
    const came = await erasures.answer(id, {
      answer,
      ...(ground && { ground }),
      actor: { ref: actor.ref, role: actor.role, type: actor.type },
    });
    const notice = await erasures.one(id);
    if (came === 'stands' && notice) return notice;
    throw new Problem(REFUSED[came], { because: { erasure: id } });
  }
}

const REFUSED: Readonly<Record<Answered, string>> = {
  stands: 'ERASURE_UNKNOWN',
  unknown: 'ERASURE_UNKNOWN',
  'answered-before': 'ERASURE_ANSWERED',
  unsettled: 'CASES_NOT_SETTLED',
};

function forTheWholeAgency({ units }: Caller): void {
  if (units) throw new Problem('NOT_YOUR_UNIT');
}

function checkGround(answer: ErasureAnswerBody['answer'], ground: string | undefined): void {
  if ((answer === 'kept') === (ground !== undefined)) return;
  const detail = answer === 'kept' ? 'says why the copies are kept' : 'goes with the answer "kept" alone';
  const code = answer === 'kept' ? 'MISSING' : 'NOT_AS_EXPECTED';
  throw new Problem('BAD_INPUT', { faults: [{ pointer: '/ground', code, detail }] });
}
