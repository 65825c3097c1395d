import { Body, Controller, Inject, Post } from '@nestjs/common';
import { decodeEvent, readJws } from '#contracts';
import { Overtaken, type AuditStore } from '#storage';
import type { Acts } from '../acts.js';
import { CalledBy, type Caller } from '../caller.js';
import { Problem } from '../problem.js';
import { ACTS, STORE } from '../provided.js';
import { Needs } from '../token.guard.js';
import { readOpening } from './bodies.js';
import { committed } from './words.js';

/** What a custodian is given: still sealed, for the key that no service has. */
interface Opening {
  readonly index: number;
  /** The signed text of the event: it commits to what is sealed. */
  readonly event: string;
  readonly sealed: string;
}

/** Hands out sealed values, to be opened on the custodian's own machine. */
@Controller()
@Needs('custodian')
export class OpeningsController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(ACTS) private readonly acts: Acts,
  ) {}

  /**
   * What was sealed beside an event, once a leaf says who was given it and why. 404 for an event that the log does not hold or that
   * seals nothing, 410 for one whose values were erased.
   */
  @Post('openings')
  async open(@Body() body: unknown, @CalledBy() caller: Caller): Promise<Opening> {
    const { event: eventId, reason, words } = readOpening(body);
    const leaf = await this.store.records.leafOf(eventId);
    const hash = leaf && decodeEvent(readJws(leaf.event).payload).sealedhash;
    if (!leaf || hash === undefined) throw new Problem(404, 'The log holds no values of this event');
    const { commitment, salt } = committed(words);
    try {
      await this.acts.do(
        {
          type: 'concordat.audit.values-opened.v1',
          data: { event: eventId, reason, words: commitment },
          by: caller.actor,
        },
        this.store.forgetting.opened({ eventId, custodian: caller.name, reason, words, salt }),
      );
    } catch (error) {
      if (error instanceof Overtaken) throw gone();
      throw error;
    }
    const sealed = await this.store.forgetting.sealed(leaf.index, hash);
    if (sealed === undefined) throw gone();
    return { index: leaf.index, event: leaf.event, sealed };
  }
}

const gone = (): Problem => new Problem(410, 'The values of this event were erased');
