import { Readable } from 'node:stream';
import { Body, Controller, Get, NotFoundException, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import { shownRefusal } from '../services/refusal.js';
import type { VisitRequest } from '../sessions/visit.js';
import { Settings } from '../settings.js';
import { RehearsalDoor } from './rehearsal-door.js';
import { chosenIn, reportPolicy, runningView, studiesView } from './rehearsal-views.js';

const FIELDS = { '/study': 'study', '/pace': 'pace' };

/** Case studies played on the real bus as an exercise; there are none where the console was told of no door to them. */
@Controller('rehearsals')
export class RehearsalsController {
  private readonly offered: RehearsalDoor | undefined;

  constructor({ config: { rehearsals } }: Settings) {
    this.offered = rehearsals && new RehearsalDoor(rehearsals);
  }

  /** The case studies, and the form that starts one. */
  @Get()
  async list(): Promise<Page> {
    const [studies, progress] = await Promise.all([this.door.studies(), this.door.progress()]);
    return page('rehearsals/rehearsals.njk', { ...studiesView(studies, progress), errors: [], besides: {} });
  }

  /** Starts one, and leads to where it is watched. */
  @Post()
  async start(@Body() body: unknown): Promise<Page | SeeOther> {
    const studies = await this.door.studies();
    const { chosen, speed, faults } = chosenIn(body, studies);
    const refused = faults.length > 0 ? undefined : await this.door.start(chosen.study, speed);
    if (faults.length === 0 && refused === undefined) return seeOther('/rehearsals/running');
    const shown = shownRefusal({ title: refused ?? '', faults }, FIELDS);
    const view = studiesView(studies, await this.door.progress(), chosen);
    return page('rehearsals/rehearsals.njk', { ...view, ...shown }, refused === undefined ? 422 : 409);
  }

  /** What is played now, on the boards of all agencies side by side. */
  @Get('running')
  async running(): Promise<Page> {
    return page('rehearsals/running.njk', runningView(await this.door.progress()));
  }

  /** The same for the page's own script, which asks by itself. */
  @Get('running/now')
  async now(): Promise<Page> {
    return this.running();
  }

  /** Says that there is something new on the page of what is played, as server-sent events. */
  @Get('running/events')
  async events(@Req() { raw }: VisitRequest, @Res() reply: FastifyReply): Promise<void> {
    const gone = new AbortController();
    raw.on('close', () => gone.abort());
    const { body } = await this.door.news(gone.signal);
    void reply.header('content-type', 'text/event-stream');
    const news = body ? Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]) : Readable.from([]);
    news.on('error', () => reply.raw.destroy());
    await reply.send(news);
  }

  /** The newest report of a case study, whole as it was written. */
  @Get(':study/report')
  async report(
    @Param('study') study: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const html = await this.door.report(study);
    if (html === undefined) throw new NotFoundException();
    void reply.header('content-security-policy', reportPolicy(html)).type('text/html; charset=utf-8');
    return html;
  }

  private get door(): RehearsalDoor {
    if (!this.offered) throw new NotFoundException();
    return this.offered;
  }
}
