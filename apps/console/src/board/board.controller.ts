import { Controller, Get } from '@nestjs/common';
import { page, type Page } from '../page/answers.js';
import { ServiceClient } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import { boardView, type TaskList } from './board-view.js';

/** The open tasks of an agency, or of the units to which the person is bound. */
@Controller('board')
export class BoardController {
  constructor(private readonly services: ServiceClient) {}

  @Get()
  async board(@SignedIn() visit: Visit): Promise<Page> {
    const list = await this.services.agency(visit).get<TaskList>('/tasks', { open: true, limit: 500 });
    return page('board/board.njk', boardView(list, visit.person));
  }
}
