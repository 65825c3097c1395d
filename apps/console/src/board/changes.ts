import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Service } from '../services/service-client.js';

/** Least time between two words to a browser, in ms: the first is told at once, and of a busy moment only that it goes on. */
const TOGETHER_MS = 300;

/**
 * Follows the feed of an agency's service as the signed-in person, and tells the browser that something changed, as
 * server-sent events: `change` without any content, and a comment while nothing happens. Ends with the browser or the feed;
 * the browser then comes again by itself. Throws what opening the feed throws.
 */
export async function relayChanges(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const gone = new AbortController();
  request.raw.on('close', () => gone.abort());
  const feed = await service.open('/events', gone.signal, { accept: 'text/event-stream' });
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write('retry: 2000\nevent: open\ndata:\n\n');
  let waiting: NodeJS.Timeout | undefined;
  let toldAt = 0;
  const tell = (): void => {
    waiting ??= setTimeout(
      () => {
        waiting = undefined;
        toldAt = Date.now();
        raw.write('event: change\ndata:\n\n');
      },
      Math.max(0, toldAt + TOGETHER_MS - Date.now()),
    );
  };
  try {
    for await (const chunk of (feed.body ?? []) as AsyncIterable<Uint8Array>) {
      if (saysSomething(chunk)) tell();
      else raw.write(': alive\n\n');
    }
  } catch {
    // The browser went, or the service did: either way this stream is over.
  }
  clearTimeout(waiting);
  raw.end();
}

const saysSomething = (chunk: Uint8Array): boolean => /^(event|data):/m.test(new TextDecoder().decode(chunk));
