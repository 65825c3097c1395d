import { Body, Controller, Get, NotFoundException, Param, Post, Query } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../../page/answers.js';
import { shownRefusal, type FieldFault } from '../../services/refusal.js';
import { SignedIn, type Visit } from '../../sessions/visit.js';
import { AuditService, type Read } from '../audit-service.js';
import { namedBody } from '../case-naming.js';
import { textIn, type Fields } from '../text-field.js';
import { holdFaults, holdFormView, holdLine, holdsView, readHoldForm, type HoldRow } from './holds-view.js';

interface HoldPage {
  readonly rows: readonly HoldRow[];
  readonly next?: string;
}

/** Legal holds: placed and released with a reason, each a leaf of the log. */
@Controller('audit/holds')
export class HoldsController {
  constructor(private readonly audit: AuditService) {}

  /** Holds that stand; with `all=true` the released ones too. */
  @Get()
  async list(@Query() fields: Fields, @SignedIn() visit: Visit): Promise<Page> {
    const all = textIn(fields, 'all') === 'true';
    const found = await this.holds(visit, all, textIn(fields, 'before'));
    const shown = { all, done: textIn(fields, 'done') };
    return page('audit/holds/holds.njk', holdsView(found, shown, visit.person));
  }

  /** The form to place one; cases and tokens may stand in the address. */
  @Get('new')
  form(@Query() fields: Fields): Page {
    return page('audit/holds/place.njk', holdFormView(readHoldForm(fields), undefined));
  }

  @Post()
  async place(@Body() fields: Fields, @SignedIn() visit: Visit): Promise<Page | SeeOther> {
    const form = readHoldForm(fields);
    const faults = holdFaults(form);
    const { naming, ground, words } = form;
    const done =
      faults.length > 0
        ? { refusal: { title: '', faults } }
        : await this.audit.send<HoldRow>(visit, '/holds', { ...namedBody(naming), ground, words });
    return done.refusal
      ? page('audit/holds/place.njk', holdFormView(form, done.refusal), 422)
      : seeOther('/audit/holds?done=placed');
  }

  /** The form to release one. */
  @Get(':id/release')
  async releaseForm(@Param('id') id: string, @SignedIn() visit: Visit): Promise<Page> {
    return this.releasePage(id, visit, { words: '' });
  }

  @Post(':id/release')
  async release(
    @Param('id') id: string,
    @Body() fields: Fields,
    @SignedIn() visit: Visit,
  ): Promise<Page | SeeOther> {
    const words = textIn(fields, 'words');
    const faults: FieldFault[] = [
      ...(words === '' ? [{ field: 'words', text: 'Enter why the hold ends' }] : []),
      ...(textIn(fields, 'confirm') === 'yes'
        ? []
        : [{ field: 'confirm', text: 'Confirm that the hold may end' }]),
    ];
    const path = `/holds/${encodeURIComponent(id)}/release`;
    const done =
      faults.length > 0 ? { refusal: { title: '', faults } } : await this.audit.send(visit, path, { words });
    if (!done.refusal) return seeOther('/audit/holds?all=true&done=released');
    return this.releasePage(id, visit, { words, refusal: done.refusal });
  }

  private async releasePage(
    id: string,
    visit: Visit,
    { words, refusal }: { words: string; refusal?: Parameters<typeof shownRefusal>[0] },
  ): Promise<Page> {
    const hold = await this.find(id, visit);
    const shown = refusal && shownRefusal(refusal, { words: 'words', confirm: 'confirm' });
    const view = { title: 'Release a legal hold', hold: holdLine(hold), words, besides: {}, ...shown };
    return page('audit/holds/release.njk', view, refusal ? 422 : 200);
  }

  private async find(id: string, visit: Visit): Promise<HoldRow> {
    for (let before: string | undefined = ''; before !== undefined;) {
      const { body }: Read<HoldPage> = await this.holds(visit, true, before);
      const found = body.rows.find((row) => row.id === id);
      if (found) return found;
      before = body.next;
    }
    throw new NotFoundException();
  }

  private holds(visit: Visit, all: boolean, before: string): Promise<Read<HoldPage>> {
    return this.audit.read<HoldPage>(visit, '/holds', { ...(all && { all: 'true' }), before });
  }
}
