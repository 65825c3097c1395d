import {
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, Reflector } from '@nestjs/core';
import type { Logger } from 'pino';
import { PersonTokens, type Issuer } from '#access';
import { actorKey } from '#contracts';
import type { AuditStore } from '#storage';
import { DirectoryController } from './directory.controller.js';
import { DisclosuresController } from './disclosures.controller.js';
import { LeavesController } from './leaves.controller.js';
import { LogController } from './log.controller.js';
import { ProblemFilter } from './problem.js';
import { CheckController } from './check/check.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { ErasuresController } from './forgetting/erasures.controller.js';
import { HoldsController } from './forgetting/holds.controller.js';
import { OpeningsController } from './forgetting/openings.controller.js';
import { ACTS, CHECK, FORGETTER, LOGGER, ORIGIN, READINGS, STORE } from './provided.js';
import { Readings } from './readings.js';
import { ReadingsController } from './readings.controller.js';
import { ReportsController } from './reports/reports.controller.js';
import type { Secrets } from './secrets.js';
import { Sequencer } from './sequencer.js';
import { SharingController } from './sharing.controller.js';
import { StatusController } from './status.controller.js';
import { TokenGuard } from './token.guard.js';

/** What the module is made of: opened before Nest starts, since a service that must not start needs no Nest. */
export interface AuditParts {
  readonly store: AuditStore;
  readonly sequencer: Sequencer;
  readonly origin: string;
  readonly secrets: Secrets;
  readonly logger: Logger;
  /** Whose word counts on who is signed in. */
  readonly issuer?: Issuer | undefined;
}

/** The audit service as one module; it reads the ledger from bootstrap to shutdown. */
@Module({})
export class AuditModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(Sequencer) private readonly sequencer: Sequencer) {}

  /** The module around these parts. */
  static with({ store, sequencer, origin, secrets, logger, issuer }: AuditParts): DynamicModule {
    const { acts } = sequencer;
    const { tokens, signing } = secrets;
    const people = issuer && new PersonTokens(issuer);
    return {
      module: AuditModule,
      controllers: [
        LeavesController,
        DisclosuresController,
        SharingController,
        LogController,
        DirectoryController,
        StatusController,
        ReadingsController,
        CheckController,
        ExportsController,
        EvidenceController,
        ErasuresController,
        HoldsController,
        OpeningsController,
        ReportsController,
      ],
      providers: [
        { provide: STORE, useValue: store },
        { provide: ACTS, useValue: acts },
        { provide: FORGETTER, useValue: sequencer.forgetter },
        { provide: READINGS, useValue: new Readings(store, acts) },
        { provide: CHECK, useValue: { store, secrets, origin } },
        { provide: LOGGER, useValue: logger },
        { provide: ORIGIN, useValue: origin },
        { provide: Sequencer, useValue: sequencer },
        { provide: APP_FILTER, useFactory: () => new ProblemFilter(logger) },
        {
          provide: APP_GUARD,
          inject: [Reflector],
          useFactory: (reflector: Reflector) =>
            new TokenGuard({ tokens, people }, reflector, actorKey(signing.privateKey)),
        },
      ],
    };
  }

  /** Starts to read the ledger, or to stand by. */
  onApplicationBootstrap(): void {
    this.sequencer.start();
  }

  /** Finishes the batch at hand. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.sequencer.stop();
  }
}
