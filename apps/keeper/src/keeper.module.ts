import { readFileSync } from 'node:fs';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { readCallers } from './callers.js';
import type { KeeperConfig } from './config.js';
import { ExercisesController } from './exercises.controller.js';
import { CALLERS, KeeperController } from './keeper.controller.js';
import { CONFIG, KeeperService, LOG } from './keeper.service.js';
import { LogCareController } from './log-care.controller.js';
import { StatusController } from './status.controller.js';

/** The keeper as one module. */
@Module({})
export class KeeperModule {
  /** Throws when a file that the configuration names is missing or wrong. */
  static with(config: KeeperConfig, log: Logger): DynamicModule {
    return {
      module: KeeperModule,
      controllers: [KeeperController, ExercisesController, StatusController, LogCareController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        { provide: CALLERS, useValue: readCallers(readFileSync(config.tokensFile, 'utf8')) },
        KeeperService,
      ],
    };
  }
}
