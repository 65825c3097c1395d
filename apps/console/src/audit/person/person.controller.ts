import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../../page/answers.js';
import { shownRefusal } from '../../services/refusal.js';
import { SignedIn, type Visit } from '../../sessions/visit.js';
import type { Fields } from '../text-field.js';
import { addressWith, findPersonForm, readPerson, type PersonSent } from './find-person.js';
import { PersonTokens } from './person-tokens.js';

const FIELDS = { value: 'identifier', '/value': 'identifier', '/kind': 'kind' };

/** Looks for a person by what they are known by. */
@Controller('audit/person')
export class PersonController {
  constructor(private readonly tokens: PersonTokens) {}

  /** The form by itself. */
  @Get()
  form(@Query() fields: Fields): Page {
    const { purpose, query } = readPerson(fields);
    return page('audit/person/find-person.njk', {
      title: 'Look for a person',
      person: findPersonForm(purpose, query),
    });
  }

  /** Turns the identifier into a token, and goes on with that. */
  @Post()
  async find(@Body() fields: Fields, @SignedIn() visit: Visit): Promise<Page | SeeOther> {
    const sent = readPerson(fields);
    if (sent.value === '') return again(sent, { title: '', faults: [EMPTY] });
    const made = await this.tokens.of(visit, sent.kind, sent.value);
    return made.refusal ? again(sent, made.refusal) : seeOther(addressWith(made.token, sent));
  }
}

const EMPTY = { field: 'value', text: 'Enter what the person is known by' };

/** The form with what was typed and what is wrong with it. */
function again(sent: PersonSent, refusal: Parameters<typeof shownRefusal>[0]): Page {
  const { errors, besides } = shownRefusal(refusal, FIELDS);
  return page(
    'audit/person/find-person.njk',
    {
      title: 'Look for a person',
      person: findPersonForm(sent.purpose, sent.query, sent, besides),
      errors,
    },
    422,
  );
}
