import { Controller, Get, Header, Inject } from '@nestjs/common';
import type { DirectoryBundle } from '#directory';
import type { AuditStore } from '#storage';
import { labelsIn, type Labels } from './labels.js';
import { logKeys } from './log-keys.js';
import { Problem } from './problem.js';
import { ORIGIN, STORE } from './provided.js';
import { Needs } from './token.guard.js';

/** What the newest directory says: nothing of any person or task, so it is no reading. */
@Controller()
@Needs('any')
export class DirectoryController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(ORIGIN) private readonly origin: string,
  ) {}

  /**
   * The verifier keys of the log and of its witnesses, one a line (C2SP signed-note). Whoever must not trust this service gets
   * them from the keeper instead. 404 before the first directory.
   */
  @Get('log/keys')
  @Header('content-type', 'text/plain; charset=utf-8')
  async keys(): Promise<string> {
    return logKeys(await this.newest(), this.origin)
      .map((key) => `${key}\n`)
      .join('');
  }

  /** What the codes of the log are called. 404 before the first directory. */
  @Get('labels')
  async labels(): Promise<{ readonly version: number } & Labels> {
    const { version, data } = await this.newest();
    return { version, ...labelsIn(data) };
  }

  private async newest(): Promise<DirectoryBundle> {
    const newest = (await this.store.records.directories()).at(-1);
    if (!newest) throw new Problem(404, 'The log holds no directory yet');
    return newest.bundle as DirectoryBundle;
  }
}
