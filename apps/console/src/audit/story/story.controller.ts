import { Controller, Get, Param, Query } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../../page/answers.js';
import { SignedIn, type Visit } from '../../sessions/visit.js';
import { AuditService } from '../audit-service.js';
import { textIn, textsIn, type Fields } from '../text-field.js';
import type { PersonReport } from './person-report.js';
import { personStoryView } from './person-story-view.js';
import { taskStoryView, type TaskStory } from './task-story-view.js';

/** Stories of the log as timelines. */
@Controller('audit')
export class StoryController {
  constructor(private readonly audit: AuditService) {}

  /** One task from its request to its end. */
  @Get('tasks/:id')
  async task(@Param('id') id: string, @SignedIn() visit: Visit): Promise<Page> {
    const words = await this.audit.words(visit);
    const story = await this.audit.read<TaskStory>(visit, `/tasks/${encodeURIComponent(id)}/story`);
    return page('audit/story/story.njk', taskStoryView(story, { words, person: visit.person }));
  }

  /** All that was told about a person, whom tokens in the address name. */
  @Get('people')
  async person(@Query() fields: Fields, @SignedIn() visit: Visit): Promise<Page | SeeOther> {
    const asked = {
      token: textsIn(fields, 'token'),
      ...Object.fromEntries(['from', 'to', 'mode'].map((name) => [name, textIn(fields, name)])),
    };
    if (asked.token.length === 0) return seeOther('/audit/person?purpose=story');
    const report = await this.audit.read<PersonReport>(visit, '/reports/person', {
      ...asked,
      format: 'json',
    });
    return page('audit/story/story.njk', personStoryView(report, asked, visit.person));
  }
}
