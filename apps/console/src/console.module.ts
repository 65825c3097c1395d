import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { Logger } from 'pino';
import { AccessGuard } from './access.guard.js';
import { AskController } from './ask/ask.controller.js';
import { AskItemsController } from './ask/ask-items.controller.js';
import { AskSendController } from './ask/ask-send.controller.js';
import { AskStepsController } from './ask/ask-steps.controller.js';
import { AUDIT_CONTROLLERS, AUDIT_PROVIDERS } from './audit/audit-pages.js';
import { BoardController } from './board/board.controller.js';
import { InformController } from './task/inform.controller.js';
import { TaskController } from './task/task.controller.js';
import { CasesController } from './cases/cases.controller.js';
import type { ConsoleConfig } from './config.js';
import { HealthController } from './health.controller.js';
import { HomeController } from './home/home.controller.js';
import { LeadController } from './lead/lead.controller.js';
import { AssetsController } from './page/assets.controller.js';
import { FaultFilter } from './page/fault.filter.js';
import { PageInterceptor } from './page/page.interceptor.js';
import { Pages } from './page/pages.js';
import { RehearsalsController } from './rehearsals/rehearsals.controller.js';
import { RosterController } from './roster/roster.controller.js';
import { AccessTokens } from './services/access-tokens.js';
import { ServiceClient } from './services/service-client.js';
import { Sessions } from './sessions/sessions.js';
import { Settings } from './settings.js';
import { OpenId } from './sign-in/open-id.js';
import { SignInController } from './sign-in/sign-in.controller.js';

/** Every controller: a page is one method of one of them, and one row of the access table. */
const CONTROLLERS: readonly Type[] = [
  HealthController,
  AssetsController,
  SignInController,
  HomeController,
  BoardController,
  InformController,
  TaskController,
  AskController,
  AskSendController,
  AskItemsController,
  AskStepsController,
  CasesController,
  RosterController,
  LeadController,
  RehearsalsController,
  ...AUDIT_CONTROLLERS,
];

/** What the console is made of: opened before Nest starts. */
export interface ConsoleParts {
  readonly config: ConsoleConfig;
  readonly log: Logger;
  readonly sessions: Sessions;
  readonly pages: Pages;
  /** The time, ms since 1970. */
  readonly now: () => number;
}

/** The console as one module. */
@Module({})
export class ConsoleModule {
  /** The module around these parts. */
  static with({ config, log, sessions, pages, now }: ConsoleParts): DynamicModule {
    const openId = new OpenId(config, now);
    const services = new ServiceClient(config, new AccessTokens(openId, now));
    return {
      module: ConsoleModule,
      controllers: [...CONTROLLERS],
      providers: [
        { provide: Settings, useValue: new Settings(config) },
        { provide: Sessions, useValue: sessions },
        { provide: Pages, useValue: pages },
        { provide: OpenId, useValue: openId },
        { provide: ServiceClient, useValue: services },
        ...AUDIT_PROVIDERS,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: PageInterceptor },
        { provide: APP_FILTER, useFactory: () => new FaultFilter({ pages, sessions, log }) },
      ],
    };
  }
}
