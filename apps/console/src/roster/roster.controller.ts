import { Body, Controller, Get, NotFoundException, Param, Post, Query } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import { ServiceClient } from '../services/service-client.js';
import type { Refusal } from '../services/refusal.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import type { Choice, ChoicesAnswer, RostersAnswer } from './roster-answers.js';
import { actIn, bodyOf, fieldsFor, typedIn, withRows, type RosterFields } from './roster-form.js';
import { rosterFormView } from './roster-form-view.js';
import { rosterView } from './roster-view.js';

/** Who is on shift with what skills, at every agency; and publishing the own. */
@Controller('roster')
export class RosterController {
  constructor(private readonly services: ServiceClient) {}

  /** All agencies' rosters with how long each still counts. */
  @Get()
  async all(@SignedIn() visit: Visit, @Query('published') published: unknown): Promise<Page> {
    const { person } = visit;
    const [rosters, choices] = await Promise.all([this.rosters(visit), this.choices(visit)]);
    const unit = typeof published === 'string' ? published : undefined;
    return page(
      'roster/roster.njk',
      rosterView(rosters, choices, { person, published: unit, now: Date.now() }),
    );
  }

  /** The form of one unit, filled with what it said last. */
  @Get(':unit')
  async form(@Param('unit') code: string, @SignedIn() visit: Visit): Promise<Page> {
    const [{ own }, choices] = await Promise.all([this.rosters(visit), this.choices(visit)]);
    const said = own.find(({ unit }) => unit === code);
    return shown(unitIn(choices, code), fieldsFor(said, Date.now()), { choices });
  }

  /** Publishes what was filled in; or adds or takes away a row and shows the form again. */
  @Post(':unit')
  async publish(
    @Param('unit') code: string,
    @Body() given: unknown,
    @SignedIn() visit: Visit,
  ): Promise<Page | SeeOther> {
    const [choices, act] = [await this.choices(visit), actIn(given)];
    const unit = unitIn(choices, code);
    const fields = withRows(typedIn(given), act);
    if (act.do !== 'publish') return shown(unit, fields, { choices });
    const { body, faults } = bodyOf(fields);
    if (faults.length > 0) return shown(unit, fields, { choices, refusal: { title: '', faults } });
    const service = this.services.agency(visit);
    const { refusal } = await service.send(`/roster/${encodeURIComponent(code)}`, body, { method: 'PUT' });
    return refusal ? shown(unit, fields, { choices, refusal }) : seeOther(`/roster?published=${unit.code}`);
  }

  private rosters(visit: Visit): Promise<RostersAnswer> {
    return this.services.agency(visit).get<RostersAnswer>('/roster');
  }

  private choices(visit: Visit): Promise<ChoicesAnswer> {
    return this.services.agency(visit).get<ChoicesAnswer>('/roster/choices');
  }
}

function unitIn({ units }: ChoicesAnswer, code: string): Choice {
  const unit = units.find((one) => one.code === code);
  if (!unit) throw new NotFoundException();
  return unit;
}

function shown(
  unit: Choice,
  fields: RosterFields,
  parts: { readonly choices: ChoicesAnswer; readonly refusal?: Pick<Refusal, 'title' | 'faults'> },
): Page {
  return page('roster/roster-form.njk', rosterFormView(unit, fields, parts), parts.refusal ? 422 : 200);
}
