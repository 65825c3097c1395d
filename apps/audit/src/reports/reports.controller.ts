import { Controller, createParamDecorator, Get, Inject, Res, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DirectoryBundle } from '#directory';
import type { AuditStore } from '#storage';
import { callerIn, scopeOf, type Caller } from '../caller.js';
import type { Query } from '../parameters.js';
import { Problem } from '../problem.js';
import { READINGS, STORE } from '../provided.js';
import type { Readings } from '../readings.js';
import { Needs } from '../token.guard.js';
import { ACCOUNT_COLUMNS, accountingReport, accountingText } from './accounting.js';
import { csvOf } from '../csv.js';
import { GAP_COLUMNS, gapsReport, gapsText } from './gaps.js';
import { OVERRIDE_COLUMNS, overridesReport, overridesText } from './overrides.js';
import { PERSON_COLUMNS, personLetter } from './person-letter.js';
import { personReport } from './person.js';
import { presented, wantedFormat, type Presentable } from './presented.js';
import { REFUSAL_COLUMNS, refusalsReport, refusalsText } from './refusals.js';
import { readAccounting, readGaps, readPerson, readSpan, type Format } from './report-parameters.js';
import { UNMET_COLUMNS, unmetReport, unmetText } from './unmet.js';
import { wordsIn, type Words } from './words.js';

/** Most rows of one report: all of it is held in memory, and a letter of more is read by nobody. */
const MOST_ROWS = 10_000;
/** Most gaps that one report counts. */
const MOST_GAPS = 200_000;

/** What a request asks, who makes it, and which forms it takes. */
interface Exchange {
  readonly query: Query;
  readonly caller: Caller;
  readonly accept: string | undefined;
}

const Asked = createParamDecorator((_data: unknown, context: ExecutionContext): Exchange => {
  const { query, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return { query: query as Query, caller: callerIn(context), accept: headers.accept };
});

/**
 * Reports as JSON, text or CSV (`format`, or the Accept header). Each is a leaf of the log before it is given, and every figure
 * names the leaves that show it. 422 where the answer would be longer than a report can be.
 */
@Controller('reports')
@Needs('reader')
export class ReportsController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(READINGS) private readonly readings: Readings,
  ) {}

  /** Who was told what about a person, whom `token` finds under any alias. */
  @Get('person')
  async person(@Asked() asked: Exchange, @Res() reply: FastifyReply): Promise<void> {
    const { query, caller } = asked;
    const { tokens, filter, format } = readPerson(query);
    const cases = await this.store.reports.cases(tokens);
    const wanted = { ...filter, ...scopeOf(caller), cases };
    const told = bounded(await this.store.reports.told(wanted, MOST_ROWS + 1));
    const refused = bounded(await this.store.sharing.refused(wanted, MOST_ROWS + 1));
    const overrides = bounded(await this.store.sharing.overrides(wanted, MOST_ROWS + 1));
    const now = new Date();
    const seen = caller.agency === undefined ? cases : casesIn(told, refused, overrides);
    const body = personReport({ cases: seen, told, refused, overrides }, await this.words(), now);
    const frame = { madeAt: now, from: filter.from, to: filter.to, within: caller.agency };
    const report = {
      name: 'person',
      body,
      text: () => personLetter(body, frame),
      csv: () => csvOf(PERSON_COLUMNS, body.rows),
    };
    await this.give(report, format, { asked, reply });
  }

  /** What two agencies told each other, in both directions. */
  @Get('accounting')
  async accounting(@Asked() asked: Exchange, @Res() reply: FastifyReply): Promise<void> {
    const { query, caller } = asked;
    const { between, filter, format } = readAccounting(query);
    const told = bounded(
      await this.store.reports.told({ ...filter, ...scopeOf(caller), between }, MOST_ROWS + 1),
    );
    const body = accountingReport(between, told, await this.words());
    const report = {
      name: 'accounting',
      body,
      text: () => accountingText(body),
      csv: () => csvOf(ACCOUNT_COLUMNS, body.rows),
    };
    await this.give(report, format, { asked, reply });
  }

  /** Overrides that nobody has reviewed who may, the most overdue first. */
  @Get('overrides')
  async overrides(@Asked() asked: Exchange, @Res() reply: FastifyReply): Promise<void> {
    const { query, caller } = asked;
    const { filter, format } = readSpan(query);
    const wanted = { ...filter, ...scopeOf(caller), reviewed: 'false' };
    const found = bounded(await this.store.sharing.overrides(wanted, MOST_ROWS + 1));
    const body = overridesReport(found, await this.words(), new Date());
    const report = {
      name: 'overrides',
      body,
      text: () => overridesText(body),
      csv: () => csvOf(OVERRIDE_COLUMNS, body.rows),
    };
    await this.give(report, format, { asked, reply });
  }

  /** What agencies wanted to tell, and was not let through. */
  @Get('refusals')
  async refusals(@Asked() asked: Exchange, @Res() reply: FastifyReply): Promise<void> {
    const { query, caller } = asked;
    const { filter, format } = readSpan(query);
    const wanted = { ...filter, ...scopeOf(caller) };
    const body = refusalsReport(
      bounded(await this.store.sharing.refused(wanted, MOST_ROWS + 1)),
      await this.words(),
    );
    const report = {
      name: 'refusals',
      body,
      text: () => refusalsText(body),
      csv: () => csvOf(REFUSAL_COLUMNS, body.rows),
    };
    await this.give(report, format, { asked, reply });
  }

  /** What was missing or held back, by agency, item, reason and month. */
  @Get('gaps')
  async gaps(@Asked() asked: Exchange, @Res() reply: FastifyReply): Promise<void> {
    const { query, caller } = asked;
    const { filter, format } = readGaps(query);
    const found = await this.store.reports.gaps({ ...filter, ...scopeOf(caller) }, MOST_GAPS + 1);
    if (found.total > MOST_GAPS) throw tooLong();
    const body = gapsReport(found, newest(await this.words()));
    const report = {
      name: 'gaps',
      body,
      text: () => gapsText(body),
      csv: () => csvOf(GAP_COLUMNS, body.rows),
    };
    await this.give(report, format, { asked, reply });
  }

  /** What was asked for and came to nothing: which kinds, where, how often, which skills they want. */
  @Get('unmet')
  async unmet(@Asked() asked: Exchange, @Res() reply: FastifyReply): Promise<void> {
    const { query, caller } = asked;
    const { filter, format } = readSpan(query);
    const found = bounded(await this.store.reports.unmet({ ...filter, ...scopeOf(caller) }, MOST_ROWS + 1));
    const offers = await this.store.reports.offers(found);
    const body = unmetReport(found, offers, newest(await this.words()));
    const report = {
      name: 'unmet',
      body,
      text: () => unmetText(body),
      csv: () => csvOf(UNMET_COLUMNS, body.rows),
    };
    await this.give(report, format, { asked, reply });
  }

  /** Records the reading, and only then answers. */
  private async give(
    report: Presentable,
    format: Format | undefined,
    { asked, reply }: { readonly asked: Exchange; readonly reply: FastifyReply },
  ): Promise<void> {
    const { query, caller, accept } = asked;
    const { type, file, content } = presented(report, wantedFormat(format, accept));
    const question = { report: report.name, ...query };
    await this.readings.record(caller, {
      kind: 'report',
      query: question,
      leaves: { ranges: report.body.leaves },
    });
    if (file !== undefined) void reply.header('content-disposition', `attachment; filename="${file}"`);
    void reply.type(type).send(content);
  }

  private async words(): Promise<(version: number) => Words> {
    const published = await this.store.records.directories();
    return wordsIn(
      new Map(published.map(({ version, bundle }) => [version, (bundle as DirectoryBundle).data])),
    );
  }
}

const newest = (wordsOf: (version: number) => Words): Words => wordsOf(Number.POSITIVE_INFINITY);

/** The rows, unless they are more than a report can hold. Throws Problem 422. */
function bounded<Row>(rows: readonly Row[]): readonly Row[] {
  if (rows.length > MOST_ROWS) throw tooLong();
  return rows;
}

const tooLong = (): Problem =>
  new Problem(422, 'The report would be too long', [
    { parameter: 'from', detail: 'must come with to, so that the time between them is shorter' },
  ]);

/** The cases of which anything is seen. */
function casesIn(...rows: readonly (readonly { readonly caseId: string | null }[])[]): readonly string[] {
  return [...new Set(rows.flat().flatMap(({ caseId }) => caseId ?? []))].sort();
}
