import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { AGENCY, type Agency } from '../agency.js';
import { FromCaller, type Caller } from './caller.js';
import { FeedPlaces } from './feed-place.js';
import { FormPipe, IdPipe } from './checked.pipe.js';
import { WebhookBody } from './queries.dto.js';
import { Problem } from './problem.js';

/** A webhook as it is shown: never its secret. */
interface ShownWebhook {
  readonly id: string;
  readonly url: string;
  /** Last entry of the feed that was delivered or given up: its id as this system is told it. */
  readonly cursor: number | string;
  /** Failed calls for the entry at hand. */
  readonly attempts: number;
}

/** Systems of the agency that want to be called. Each system sees and removes only what it made itself. */
@Controller('webhooks')
export class WebhooksController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** Registers a webhook for what comes next. */
  @Post()
  async add(
    @Body(FormPipe) { url, secret }: WebhookBody,
    @FromCaller() { system }: Caller,
  ): Promise<{ id: string; url: string }> {
    const id = uuidv7();
    await this.agency.store.feed.addWebhook({ id, url, secret, system });
    return { id, url };
  }

  /** The calling system's webhooks. */
  @Get()
  async list(
    @FromCaller() { system, sight }: Caller,
  ): Promise<{ readonly webhooks: readonly ShownWebhook[] }> {
    const { feed } = this.agency.store;
    const places = new FeedPlaces(feed, sight);
    const shown = async (id: number) => (sight ? places.text(await places.at(id)) : id);
    const own = (await feed.webhooks()).filter((hook) => hook.system === system);
    const webhooks = own.map(async ({ id, url, cursor, attempts }) => ({
      id,
      url,
      cursor: await shown(cursor),
      attempts,
    }));
    return { webhooks: await Promise.all(webhooks) };
  }

  /** Removes a webhook. */
  @Delete(':id')
  @HttpCode(204)
  async remove(@Param('id', IdPipe) id: string, @FromCaller() { system }: Caller): Promise<void> {
    const all = await this.agency.store.feed.webhooks();
    if (!all.some((hook) => hook.id === id && hook.system === system)) throw new Problem('WEBHOOK_UNKNOWN');
    await this.agency.store.feed.removeWebhook(id);
  }
}
