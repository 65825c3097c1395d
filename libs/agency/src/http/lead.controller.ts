import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { Sight, TaskFigures } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { FromSight } from './caller.js';
import { FormPipe } from './checked.pipe.js';
import { SpanQuery } from './needs.dto.js';
import { Problem } from './problem.js';

/** The span where none is chosen, and the longest that is counted, in ms. */
const USUAL_MS = 24 * 3_600_000;
const LONGEST_MS = 31 * USUAL_MS;

/** How this agency's tasks stand and keep their times: codes, counts and minutes, and what the codes are called. */
interface LeadTasks {
  readonly agency: string;
  readonly from: string;
  readonly to: string;
  readonly figures: readonly TaskFigures[];
  readonly names: {
    readonly agencies: Readonly<Record<string, string>>;
    readonly kinds: Readonly<Record<string, string>>;
  };
}

/** For those who look after the whole county: figures without any personal data, no ids and no values. */
@Controller('lead')
export class LeadController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** Tasks by kind and other agency: open now, and how those of the span kept their times; the last 24 hours unless told. */
  @Get('tasks')
  async tasks(@Query(FormPipe) query: SpanQuery, @FromSight() sight: Sight): Promise<LeadTasks> {
    const span = spanOf(query, Date.now());
    const figures = await this.agency.store.promises.figures(span, sight);
    const directory = this.agency.directory();
    return {
      agency: this.agency.profile.code,
      ...span,
      figures,
      names: {
        agencies: Object.fromEntries(
          directory.agencyCodes.map((code) => [code, directory.agency(code)?.name ?? code]),
        ),
        kinds: Object.fromEntries(directory.bundle.data.taskKinds.map(({ code, label }) => [code, label])),
      },
    };
  }
}

/** The span that is asked for, by `now` (ms since 1970). Throws Problem BAD_CONTENT where it runs backwards or is too long. */
export function spanOf({ from, to }: SpanQuery, now: number): { readonly from: string; readonly to: string } {
  const end = to === undefined ? now : Date.parse(to);
  const begin = from === undefined ? end - USUAL_MS : Date.parse(from);
  if (begin < end && end - begin <= LONGEST_MS)
    return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
  const detail = `a span begins before it ends, and is at most ${LONGEST_MS / USUAL_MS} days long`;
  throw new Problem('BAD_CONTENT', { faults: [{ pointer: '/from', code: 'NOT_A_SPAN', detail }] });
}
