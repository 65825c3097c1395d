import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { AGENCY, type Agency } from '../agency.js';
import { FromCaller, type Caller } from './caller.js';
import { IdentityBody, ReverseIdentityBody } from './cases.dto.js';
import { CheckedPipe, IdPipe } from './checked.pipe.js';
import { CorrectBody, RecallBody } from './commands.dto.js';
import { FollowUpDesk, followedUp, type FollowedUp } from './follow-up-desk.js';

/** What is said afterwards of a case, to each agency that was told. The answer says by task what became of it. */
@Controller('cases')
export class CaseFollowUpsController {
  private readonly desk: FollowUpDesk;

  constructor(@Inject(AGENCY) agency: Agency) {
    this.desk = new FollowUpDesk(agency);
  }

  /** Puts right what this agency told, on every task on which it told it. */
  @Post(':id/correct')
  @HttpCode(200)
  async correct(
    @Param('id', IdPipe) caseId: string,
    @Body(CheckedPipe) body: CorrectBody,
    @FromCaller() caller: Caller,
  ): Promise<FollowedUp> {
    return followedUp(await this.desk.correct({ caseId }, body, caller));
  }

  /** Says that what this agency told must no longer be used, on every task on which it told it. */
  @Post(':id/recall')
  @HttpCode(200)
  async recall(
    @Param('id', IdPipe) caseId: string,
    @Body(CheckedPipe) body: RecallBody,
    @FromCaller() caller: Caller,
  ): Promise<FollowedUp> {
    return followedUp(await this.desk.recall({ caseId }, body, caller));
  }

  /** Confirms who the person is, and tells every task of the case; a confirmation that changes nothing is told to nobody. */
  @Post(':id/identity')
  @HttpCode(200)
  async confirm(
    @Param('id', IdPipe) caseId: string,
    @Body(CheckedPipe) body: IdentityBody,
    @FromCaller() caller: Caller,
  ): Promise<FollowedUp> {
    return followedUp({ results: await this.desk.confirm(caseId, body, caller) });
  }

  /** Takes back that the identity was confirmed, and tells every task of the case. */
  @Post(':id/identity/reverse')
  @HttpCode(200)
  async reverse(
    @Param('id', IdPipe) caseId: string,
    @Body(CheckedPipe) body: ReverseIdentityBody,
    @FromCaller() caller: Caller,
  ): Promise<FollowedUp> {
    return followedUp({ results: await this.desk.reverse(caseId, body, caller) });
  }
}
