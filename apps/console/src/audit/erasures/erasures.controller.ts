import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../../page/answers.js';
import type { Refusal } from '../../services/refusal.js';
import { SignedIn, type Visit } from '../../sessions/visit.js';
import { AuditService } from '../audit-service.js';
import { isNamed, namedBody } from '../case-naming.js';
import { leafAddress, readingNote } from '../reading-note.js';
import { textIn, type Fields } from '../text-field.js';
import { capital, plain } from '../../page/code-words.js';
import { erasureLine, type ErasureRow } from './erasure-lines.js';
import {
  erasureFaults,
  erasurePlanView,
  plannedCase,
  readErasureForm,
  type CaseStanding,
  type ErasureForm,
} from './erasure-plan.js';

interface Progress {
  readonly id: string;
  readonly state: string;
}

/** Destroys a person's values: planned first, done once it is confirmed, and followed to its end. */
@Controller('audit/erasures')
export class ErasuresController {
  constructor(private readonly audit: AuditService) {}

  /** Erasures, the newest first. */
  @Get()
  async list(@Query() fields: Fields, @SignedIn() visit: Visit): Promise<Page> {
    const { body, leaf } = await this.audit.read<{ rows: readonly ErasureRow[]; next?: string }>(
      visit,
      '/erasures',
      { before: textIn(fields, 'before') },
    );
    return page('audit/erasures/erasures.njk', {
      title: 'Erasures',
      rows: body.rows.map(erasureLine),
      ...(body.next !== undefined && { next: `/audit/erasures?before=${body.next}` }),
      reading: readingNote(leaf, visit.person),
    });
  }

  /** What an erasure would meet; without a case or a person, the form that asks whose. */
  @Get('plan')
  async plan(@Query() fields: Fields, @SignedIn() visit: Visit): Promise<Page> {
    return this.planPage(readErasureForm(fields), visit, undefined);
  }

  /** Cases whose time has passed by the retention schedule. */
  @Get('due')
  async due(@SignedIn() visit: Visit): Promise<Page> {
    const words = await this.audit.words(visit);
    const { body, leaf } = await this.audit.read<{ due: readonly CaseStanding[] }>(visit, '/retention');
    return page('audit/erasures/due.njk', {
      title: 'Cases whose time has passed',
      cases: body.due.map((one) => plannedCase(one, words)),
      reading: readingNote(leaf, visit.person),
    });
  }

  @Post()
  async erase(@Body() fields: Fields, @SignedIn() visit: Visit): Promise<Page | SeeOther> {
    const form = readErasureForm(fields);
    const faults = erasureFaults(form);
    if (faults.length > 0) return this.planPage(form, visit, { title: '', faults });
    const { naming, ground, authority, words } = form;
    const body = { ...namedBody(naming), ground, authority, words };
    const done = await this.audit.send<Progress>(visit, '/erasures', body);
    if (done.refusal) return this.planPage(form, visit, done.refusal);
    return seeOther(`/audit/erasures/${done.body.id}`);
  }

  /** One erasure: what was destroyed on whose word, how far it is, and what each agency says of its own copies. */
  @Get(':id')
  async one(@Param('id') id: string, @SignedIn() visit: Visit): Promise<Page> {
    const words = await this.audit.words(visit);
    const { body, leaf } = await this.audit.read<ErasureRow>(visit, `/erasures/${encodeURIComponent(id)}`);
    const agencies = (body.agencies ?? []).map(({ agency, answer, ground, leafIndex }) => ({
      name: words.agency(agency),
      answer: answer === null ? 'No answer yet' : capital(plain(answer)),
      ...(ground !== null && { ground: plain(ground) }),
      ...(leafIndex !== null && { leaf: leafIndex, href: leafAddress(leafIndex) }),
    }));
    return page('audit/erasures/erasure.njk', {
      title: 'Erasure',
      erasure: erasureLine(body),
      agencies,
      progress: `/audit/erasures/${body.id}/progress`,
      reading: readingNote(leaf, visit.person),
      scripts: ['audit-erasure.js'],
    });
  }

  /** How far it is, for the page's script. */
  @Get(':id/progress')
  async progress(@Param('id') id: string, @SignedIn() visit: Visit): Promise<Progress> {
    const path = `/erasures/${encodeURIComponent(id)}/progress`;
    const { body } = await this.audit.read<Progress>(visit, path);
    return { id: body.id, state: body.state };
  }

  private async planPage(
    form: ErasureForm,
    visit: Visit,
    refusal: Pick<Refusal, 'title' | 'faults'> | undefined,
  ): Promise<Page> {
    const planned = isNamed(form.naming)
      ? await this.audit.send<{ cases: readonly CaseStanding[] }>(
          visit,
          '/erasures/plan',
          namedBody(form.naming),
        )
      : undefined;
    const why = refusal ?? planned?.refusal;
    const words = await this.audit.words(visit);
    const cases = planned?.body?.cases.map((one) => plannedCase(one, words));
    const view = erasurePlanView(form, cases, why);
    return page('audit/erasures/plan.njk', view, why ? 422 : 200);
  }
}
