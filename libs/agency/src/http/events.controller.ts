import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Controller, Get, Headers, Inject, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { SealedContent, TaskLedgerEvent } from '#contracts';
import type { FeedEntry } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { FormPipe } from './checked.pipe.js';
import { FeedQuery } from './queries.dto.js';
import { Problem } from './problem.js';
import { shownWords, type Reader } from './shown-words.js';

/** How often the feed is looked at while someone listens, in ms. */
const LOOK_MS = 100;
/** How often a listener hears that the line is alive, in ms. */
const HEARTBEAT_MS = 15_000;
/** Most entries in one look. */
const BATCH = 200;

/** The feed of the agency's events as server-sent events (WHATWG HTML, section 9.2). */
@Controller('events')
export class EventsController implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** Ends every stream, so that the server can close. */
  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  /**
   * One event for each entry: its id, its type, and its payload as JSON. It goes on after `Last-Event-ID` or `?after=`;
   * without them it begins with what comes next. A reader that is slow is waited for.
   */
  @Get()
  async stream(
    @Query(FormPipe) query: FeedQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const after = startOf(lastEventId, query) ?? (await this.agency.store.feed.newest());
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const left = new AbortController();
    raw.on('close', () => left.abort());
    const end = AbortSignal.any([this.stopping.signal, left.signal]);
    try {
      await this.follow(raw, after, end);
    } catch (error) {
      // The reader comes again with its last id; an ended stream is all that can be said here.
      if (!end.aborted)
        this.agency.log.warn({ fault: (error as Error).name }, 'a stream of events broke off');
    }
    raw.end();
  }

  private async follow(raw: ServerResponse, after: number, end: AbortSignal): Promise<void> {
    let cursor = after;
    let quietSince = Date.now();
    await send(raw, ': listening\n\n', end);
    while (!end.aborted) {
      const entries = await this.agency.store.feed.after(cursor, BATCH);
      const reader = { directory: this.agency.directory(), agency: this.agency.profile.code };
      for (const entry of entries) {
        await send(raw, framed(entry, reader), end);
        cursor = entry.id;
        quietSince = Date.now();
      }
      if (Date.now() - quietSince >= HEARTBEAT_MS) {
        await send(raw, ': alive\n\n', end);
        quietSince = Date.now();
      }
      if (entries.length < BATCH) await wait(LOOK_MS, undefined, { signal: end }).catch(() => undefined);
    }
  }
}

const framed = ({ id, type, payload }: FeedEntry, reader: Reader): string =>
  `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify({ ...payload, words: wordsOf(payload, reader) })}\n\n`;

const wordsOf = ({ event, content }: FeedEntry['payload'], reader: Reader) =>
  shownWords(event as TaskLedgerEvent, content as SealedContent, reader);

async function send(raw: ServerResponse, text: string, end: AbortSignal): Promise<void> {
  if (end.aborted || raw.write(text)) return;
  await once(raw, 'drain', { signal: end });
}

function startOf(lastEventId: string | undefined, { after }: FeedQuery): number | undefined {
  const text = lastEventId ?? after;
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const detail = 'Last-Event-ID takes the id of an event of this stream';
  throw new Problem('BAD_INPUT', { faults: [{ pointer: '', code: 'BAD_LAST_EVENT_ID', detail }] });
}
