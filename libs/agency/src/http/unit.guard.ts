import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Sight } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import type { AdmittedRequest } from './bearer.guard.js';
import { UUID } from './field-checks.js';
import { Problem } from './problem.js';
import { codeOfWord } from './speaking.js';

/**
 * Keeps a system to the units to which it is bound. It takes steps for these alone, and a task, a case, a need or an event out of its
 * sight is as unknown to it as one that never was: it is judged here, before anything else is looked at, so no answer tells
 * the two apart. Lists and feeds are limited by their stores.
 */
@Injectable()
export class UnitGuard implements CanActivate {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** Throws Problem NOT_YOUR_UNIT, TASK_UNKNOWN, CASE_UNKNOWN, NEED_UNKNOWN or MESSAGE_UNKNOWN; who is bound to no units passes. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AdmittedRequest>();
    const { units, sight } = request;
    if (!units) return true;
    const { unit } = (request.body ?? {}) as { readonly unit?: unknown };
    this.judgeUnit(units, unit, '/unit');
    await this.judgePath(units, sight, request);
    return true;
  }

  private judgeUnit(units: readonly string[], unit: unknown, pointer: string): void {
    if (typeof unit !== 'string') return;
    const { directory, profile } = this.agency;
    const spoken = codeOfWord('unit', unit, { directory: directory(), agency: profile.code, pointer });
    // What is no unit at all is told by the check of the body or of the path.
    if ('fault' in spoken || units.includes(spoken.code)) return;
    const detail = `this system acts for: ${units.join(', ')}`;
    throw new Problem('NOT_YOUR_UNIT', { faults: [{ pointer, code: 'NOT_YOUR_UNIT', detail }] });
  }

  private async judgePath(units: readonly string[], sight: Sight, request: AdmittedRequest): Promise<void> {
    const [, first] = (request.routeOptions.url ?? '').split('/');
    const { id, eventId, unit } = request.params as Readonly<Record<string, string | undefined>>;
    if (first === 'roster') this.judgeUnit(units, unit, '');
    else if (first === 'tasks' && isId(id)) await this.judgeTask(id, sight);
    else if (first === 'cases' && isId(id)) await this.judgeCase(id, sight);
    else if (first === 'needs' && isId(id)) await this.judgeNeed(id, sight);
    else if (first === 'messages' && isId(eventId)) await this.judgeMessage(eventId, sight);
  }

  private async judgeTask(id: string, sight: Sight): Promise<void> {
    if (!(await this.agency.store.records.task(id, sight)))
      throw new Problem('TASK_UNKNOWN', { because: { task: id } });
  }

  private async judgeCase(id: string, sight: Sight): Promise<void> {
    if (!(await this.agency.store.records.seesCase(id, sight))) throw new Problem('CASE_UNKNOWN');
  }

  private async judgeNeed(id: string, sight: Sight): Promise<void> {
    if (!(await this.agency.store.needs.one(id, sight))) throw new Problem('NEED_UNKNOWN');
  }

  private async judgeMessage(id: string, sight: Sight): Promise<void> {
    const { outbox, records } = this.agency.store;
    const [sent] = await outbox.sent([id]);
    if (!sent || !(await records.task(sent.taskId, sight))) throw new Problem('MESSAGE_UNKNOWN');
  }
}

/** What is no id at all is told by the check of the path. */
const isId = (id: string | undefined): id is string => id !== undefined && UUID.test(id);
