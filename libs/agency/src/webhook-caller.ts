import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { SealedContent, TaskLedgerEvent } from '#contracts';
import type { FeedEntry, Webhook } from '#storage';
import type { Agency } from './agency.js';
import { shownWords } from './http/shown-words.js';
import { tokenOfSystem } from './system-tokens.js';
import { sightOf } from './units.js';

/** Advisory lock under which one replica calls. */
const CALLER_LOCK = 7_101;
/** How often to look for work, in ms: where a system wants to be called, and where none does. */
const LOOK_MS = { called: 200, nobody: 1_000 } as const;
/** Longest that one call may take, in ms. */
const CALL_MS = 10_000;
/** First and longest pause after a failed call, in ms. */
const PAUSE_MS = { first: 1_000, longest: 300_000 } as const;
/** Most entries for one webhook before the others have their turn. */
const BATCH = 20;

/** How a call ended: delivered, to be tried again, or never wanted again. `why` is a code, never what was answered. */
type Called = 'delivered' | { readonly again: boolean; readonly why: string };

/**
 * Calls the agency's own systems: CloudEvents over HTTP in structured mode, signed as Standard Webhooks are. Each webhook
 * gets its entries in the order of the feed, at least once; an entry that fails is tried again, later and later, and in the
 * end dead-lettered so that the next can go. Of several replicas one calls. A system is told what it may see by the units to
 * which its token is bound now; one that has no token any more is not called.
 */
export class WebhookCaller {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  /** `maxAttempts` calls are made for one entry before it is given up. */
  constructor(
    private readonly agency: Pick<Agency, 'log' | 'store' | 'directory' | 'profile' | 'config'>,
    private readonly maxAttempts: number = 10,
  ) {}

  /** Begins to call. */
  start(): void {
    this.running ??= this.run();
  }

  /** Breaks off the calls at hand, which will be made again, and resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.agency.store.database.alone(CALLER_LOCK, signal, (stillMine) => this.callWhile(stillMine));
      } catch (error) {
        // The connection with the lock is gone, and perhaps another replica has the lock now: begin again.
        if (!signal.aborted) this.agency.log.warn({ fault: (error as Error).name }, 'webhooks pause');
        await pause(1_000, signal);
      }
    }
  }

  private async callWhile(stillMine: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await stillMine();
      const hooks = await this.agency.store.feed.webhooks();
      const busy = await Promise.all(hooks.filter(({ due }) => due).map((hook) => this.serve(hook)));
      if (!busy.includes(true)) await pause(LOOK_MS[hooks.length > 0 ? 'called' : 'nobody'], signal);
    }
  }

  /** Calls one webhook with what it has not had, in order; true when there is more to do at once. */
  private async serve(hook: Webhook): Promise<boolean> {
    const { feed } = this.agency.store;
    const token = tokenOfSystem(hook.system, this.agency.config.tokens);
    if (!token) return false;
    const sight = sightOf(token.units, this.agency.profile.code);
    // What was there before this look and is not in it was for others.
    const looked = sight ? await feed.newest() : 0;
    const entries = await feed.after(hook.cursor, BATCH, sight);
    let attempts = hook.attempts;
    for (const entry of entries) {
      const called = await this.call(hook, entry);
      if (this.stopping.signal.aborted) return false;
      if (called === 'delivered') await feed.delivered(hook.id, entry.id);
      else if (await this.failed(hook, entry, { called, attempts })) return false;
      attempts = 0;
    }
    if (entries.length === 0 && looked > hook.cursor) await feed.delivered(hook.id, looked);
    return entries.length === BATCH;
  }

  /** Puts the entry off (true), or gives it up. */
  private async failed(
    hook: Webhook,
    entry: FeedEntry,
    so: { readonly called: Exclude<Called, 'delivered'>; readonly attempts: number },
  ): Promise<boolean> {
    const { again, why } = so.called;
    if (again && so.attempts + 1 < this.maxAttempts) {
      await this.agency.store.feed.failed(hook.id, pauseAfter(so.attempts + 1, Math.random()));
      return true;
    }
    await this.agency.store.feed.deadLetter(hook.id, entry.id, why);
    this.agency.log.warn({ webhook: hook.id, feedId: entry.id, why }, 'a webhook call was given up');
    return false;
  }

  private wordsOf({ payload: { event, content } }: FeedEntry): object {
    const reader = { directory: this.agency.directory(), agency: this.agency.profile.code };
    return shownWords(event as TaskLedgerEvent, content as SealedContent, reader);
  }

  private async call(hook: Webhook, entry: FeedEntry): Promise<Called> {
    const timestamp = Math.floor(Date.now() / 1000);
    try {
      const body = JSON.stringify(cloudEventOf(entry, this.wordsOf(entry)));
      const response = await fetch(hook.url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(CALL_MS)]),
        headers: {
          'content-type': 'application/cloudevents+json; charset=utf-8',
          'webhook-id': entry.eventId,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signWebhook({ id: entry.eventId, timestamp, body }, hook.secret),
        },
        body,
      });
      await response.body?.cancel();
      return response.ok ? 'delivered' : { again: response.status !== 410, why: `HTTP_${response.status}` };
    } catch (error) {
      return { again: true, why: (error as Error).name === 'TimeoutError' ? 'TIMEOUT' : 'NOT_REACHED' };
    }
  }
}

/** `v1,` and the base64 HMAC-SHA256 of "id.timestamp.body" (Standard Webhooks). A `whsec_` secret is base64, any other is UTF-8. */
export function signWebhook(
  message: { readonly id: string; readonly timestamp: number; readonly body: string },
  secret: string,
): string {
  const key = secret.startsWith('whsec_')
    ? Buffer.from(secret.slice(6), 'base64')
    : Buffer.from(secret, 'utf8');
  const signed = `${message.id}.${message.timestamp}.${message.body}`;
  return `v1,${createHmac('sha256', key).update(signed, 'utf8').digest('base64')}`;
}

/**
 * An entry of the feed as one CloudEvent: the event's own attributes, the extensions `ledgersequence` (text, since it is
 * beyond 32 bits) and `recordedat`, and in `data` what was signed, what was opened (`content`), the task as it is now, and
 * its codes in the words of both sides (`words`).
 */
export function cloudEventOf(
  { payload }: Pick<FeedEntry, 'payload'>,
  words: object,
): Record<string, unknown> {
  const { event, content, sequence, recordedAt, task } = payload;
  const { data, ...attributes } = event as { data?: object };
  return {
    ...attributes,
    ledgersequence: String(sequence),
    recordedat: recordedAt,
    data: { ...data, content, task, words },
  };
}

/** Pause after the n-th failed call, in ms: doubling, at most five minutes, shortened by up to half so that calls spread. */
export function pauseAfter(failures: number, chance: number): number {
  const full = Math.min(PAUSE_MS.first * 2 ** (failures - 1), PAUSE_MS.longest);
  return Math.round(full * (1 - chance / 2));
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal }).then(
    () => undefined,
    () => undefined,
  );
