import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload, RpcException } from '@nestjs/microservices';
import type { RecallReason } from '#domain';
import { senderOf, statementFrom, type ItemData, type SealedItem, type TaskLedgerEvent } from '#contracts';
import { LEDGER } from '#messaging';
import type { LedgerEntry } from '#storage';
import { AGENCY, type Agency } from './agency.js';
import { FollowUps, type FollowUpResult, type Speaking } from './follow-ups.js';
import { CaseFiles } from './http/case-files.js';
import { identityIn } from './http/case-story.js';
import { identityChange } from './identity-change.js';
import { serviceActor } from './service-actor.js';

/**
 * What every agency's service does by itself when another agency puts right or takes back what it told, or says who the
 * person is: those to whom this agency passed it on, and those who know the person by its tasks, are told too. It may run again after a crash; each of them is told once all the same.
 */
@Controller()
export class PassedOnController {
  private readonly followUps: FollowUps;
  private readonly cases: CaseFiles;

  constructor(@Inject(AGENCY) private readonly agency: Agency) {
    this.followUps = new FollowUps(agency);
    this.cases = new CaseFiles(agency);
  }

  /** Throws StorageError when the database is away, so that the event is delivered again. */
  @EventPattern('concordat.task.corrected.v1', LEDGER)
  async corrected(@Payload() { event, content }: LedgerEntry): Promise<void> {
    if (this.isOwn(event)) return;
    const items = (event.data as { items?: ItemData[] }).items ?? [];
    for (const [index, item] of items.entries()) {
      const sealed = content.items?.[index];
      if (!item.corrects || !sealed || 'refused' in sealed) continue;
      const statement = this.passedOn(item, sealed, event);
      const told = { caseId: event.caseid, taskId: event.subject, from: senderOf(event) };
      const occasion = `passed on ${event.id} ${index}`;
      settled(await this.followUps.correctPassedOn(told, statement, this.speaking(occasion)));
    }
  }

  /** Throws StorageError when the database is away, so that the event is delivered again. */
  @EventPattern('concordat.task.recalled.v1', LEDGER)
  async recalled(@Payload() { event }: LedgerEntry): Promise<void> {
    if (this.isOwn(event) || event.type !== 'concordat.task.recalled.v1') return;
    const { recalls, reason } = event.data;
    const what = { recalls, reason: reason as RecallReason };
    const occasion = `passed on ${event.id}`;
    settled(await this.followUps.recallPassedOn(event.caseid, what, this.speaking(occasion)));
  }

  /** Throws StorageError when the database is away, so that the event is delivered again. */
  @EventPattern('concordat.task.identified.v1', LEDGER)
  async identified(@Payload() { event, content, sequence }: LedgerEntry): Promise<void> {
    if (this.isOwn(event)) return;
    const story = await this.cases.story(event.caseid);
    const file = await this.agency.store.records.caseFile(event.caseid);
    const until = (last: number) =>
      identityIn({ ...story, events: story.events.filter((shown) => shown.sequence <= last) }, file?.alias);
    const items = (event.data as { items?: ItemData[] }).items ?? [];
    const told = items.flatMap((item, index) => {
      const sealed = content.items?.[index];
      return sealed && !('refused' in sealed) ? [this.passedOn(item, sealed, event)] : [];
    });
    const change = identityChange(until(sequence - 1), until(sequence), told);
    if (!change) return;
    const what = { ...change, except: senderOf(event) };
    const occasion = `passed on ${event.id}`;
    settled(await this.followUps.identify(event.caseid, what, this.speaking(occasion)));
  }

  private passedOn(item: ItemData, sealed: SealedItem, event: TaskLedgerEvent) {
    const statement = statementFrom(item, sealed);
    return { ...statement, originator: statement.originator ?? senderOf(event), via: event.id };
  }

  private isOwn = (event: TaskLedgerEvent): boolean => senderOf(event) === this.agency.profile.code;

  private speaking(occasion: string): Speaking {
    return { actor: serviceActor(this.agency.profile.code), occasion };
  }
}

/** Refusals that pass: the step can be taken as soon as an earlier one on the task is recorded. */
const PASSING: readonly string[] = ['EARLIER_STEP_NOT_RECORDED', 'OVERTAKEN'];

/** Throws where somebody was not told yet, so that the event is delivered again: the others are not told twice. */
function settled(results: readonly FollowUpResult[]): void {
  const waiting = results.filter(({ answer }) => 'refused' in answer && PASSING.includes(answer.refused));
  // Nest logs any other exception as a defect; this one is expected while an own step is on its way.
  if (waiting.length > 0) throw new RpcException('EARLIER_STEP_NOT_RECORDED');
}
