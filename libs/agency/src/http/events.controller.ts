import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Controller, Get, Headers, Inject, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { SealedContent, TaskLedgerEvent } from '#contracts';
import type { FeedEntry, Sight } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { FromSight } from './caller.js';
import { FormPipe } from './checked.pipe.js';
import { FeedPlaces, type FeedPlace } from './feed-place.js';
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
   * without them it begins with what comes next. A reader that is slow is waited for. Who is bound to units hears a task
   * from the time on at which one of them has to do with it.
   */
  @Get()
  async stream(
    @Query(FormPipe) query: FeedQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @FromSight() sight: Sight,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const places = new FeedPlaces(this.agency.store.feed, sight);
    const after = await startOf(lastEventId ?? query.after, places);
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
      await this.follow(raw, { places, after }, end);
    } catch (error) {
      // The reader comes again with its last id; an ended stream is all that can be said here.
      if (!end.aborted)
        this.agency.log.warn({ fault: (error as Error).name }, 'a stream of events broke off');
    }
    raw.end();
  }

  private async follow(
    raw: ServerResponse,
    { places, after }: { readonly places: FeedPlaces; readonly after: FeedPlace },
    end: AbortSignal,
  ): Promise<void> {
    const { feed } = this.agency.store;
    let here = after;
    let quietSince = Date.now();
    await send(raw, ': listening\n\n', end);
    while (!end.aborted) {
      // What was there before this look and is not in it was for others.
      const looked = places.sight ? await feed.newest() : 0;
      const entries = await feed.after(here.id, BATCH, places.sight);
      const reader = { directory: this.agency.directory(), agency: this.agency.profile.code };
      for (const entry of entries) {
        here = places.next(here, entry.id);
        await send(raw, framed(places.text(here), entry, reader), end);
        quietSince = Date.now();
      }
      if (entries.length < BATCH) here = { ...here, id: Math.max(here.id, looked) };
      if (Date.now() - quietSince >= HEARTBEAT_MS) {
        await send(raw, ': alive\n\n', end);
        quietSince = Date.now();
      }
      if (entries.length < BATCH) await wait(LOOK_MS, undefined, { signal: end }).catch(() => undefined);
    }
  }
}

const framed = (id: string, { type, payload }: FeedEntry, reader: Reader): string =>
  `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify({ ...payload, words: wordsOf(payload, reader) })}\n\n`;

const wordsOf = ({ event, content }: FeedEntry['payload'], reader: Reader) =>
  shownWords(event as TaskLedgerEvent, content as SealedContent, reader);

async function send(raw: ServerResponse, text: string, end: AbortSignal): Promise<void> {
  if (end.aborted || raw.write(text)) return;
  await once(raw, 'drain', { signal: end });
}

async function startOf(text: string | undefined, places: FeedPlaces): Promise<FeedPlace> {
  if (text === undefined || text === '') return places.newest();
  const place = await places.read(text);
  if (place) return place;
  const detail = 'Last-Event-ID takes the id of an event of this stream, as this system was told it';
  throw new Problem('BAD_INPUT', { faults: [{ pointer: '', code: 'BAD_LAST_EVENT_ID', detail }] });
}
