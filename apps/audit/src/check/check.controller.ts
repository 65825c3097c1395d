import { PassThrough } from 'node:stream';
import { Controller, Get, Header, Inject, StreamableFile } from '@nestjs/common';
import type { Logger } from 'pino';
import { faultOf } from '../log.js';
import { CHECK, LOGGER } from '../provided.js';
import { Needs } from '../token.guard.js';
import { SelfCheck, type SelfCheckParts } from './self-check.js';

/** Lets an auditor have the whole log checked against itself. It says nothing of any person, so it is no reading. */
@Controller()
@Needs('auditor')
export class CheckController {
  constructor(
    @Inject(CHECK) private readonly parts: SelfCheckParts,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Reads everything anew, and streams one JSON object a line: `progress`, each `fault` with table, row and column, and at the
   * end `done` with `sound`. A stream that ends without `done` was cut off.
   */
  @Get('log/check')
  @Header('content-type', 'application/x-ndjson; charset=utf-8')
  check(): StreamableFile {
    const lines = new PassThrough();
    new SelfCheck(this.parts)
      .run((news) => void lines.write(`${JSON.stringify(news)}\n`))
      .then(
        () => lines.end(),
        (error: unknown) => {
          this.logger.error(faultOf(error), 'the check of the log did not come to its end');
          lines.destroy(new Error('the check did not come to its end'));
        },
      );
    return new StreamableFile(lines);
  }
}
