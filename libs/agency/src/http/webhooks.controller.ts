import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { AGENCY, type Agency } from '../agency.js';
import { FromCaller, type Caller } from './caller.js';
import { FormPipe, IdPipe } from './checked.pipe.js';
import { WebhookBody } from './queries.dto.js';
import { Problem } from './problem.js';

/** A webhook as it is shown: never its secret. */
interface ShownWebhook {
  readonly id: string;
  readonly url: string;
  /** Last entry of the feed that was delivered or given up. */
  readonly cursor: number;
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
  async list(@FromCaller() { system }: Caller): Promise<{ readonly webhooks: readonly ShownWebhook[] }> {
    const all = await this.agency.store.feed.webhooks();
    const own = all.filter((hook) => hook.system === system);
    return { webhooks: own.map(({ id, url, cursor, attempts }) => ({ id, url, cursor, attempts })) };
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
