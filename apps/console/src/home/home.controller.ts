import { Controller, Get } from '@nestjs/common';
import { navigationOf } from '../access.js';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import { SignedIn, type Visit } from '../sessions/visit.js';

/** Where everybody begins. */
@Controller()
export class HomeController {
  /** The first page in the navigation of the role; for a role that has none yet, a page that says so. */
  @Get()
  home(@SignedIn() { person }: Visit): Page | SeeOther {
    const [first] = navigationOf(person.role);
    return first ? seeOther(first.href) : page('home/home.njk', { title: 'Start' });
  }
}
