import { ClientNats } from '@nestjs/microservices';
import { firstValueFrom, timeout } from 'rxjs';
import { connectionOptions, type BrokerAddress } from './connect.js';

/** Asks other services over Nest's own NATS transport: plain request and reply, nothing is stored. */
export class Asker {
  private readonly client: ClientNats;

  constructor(address: BrokerAddress) {
    this.client = new ClientNats(connectionOptions({ ...address, name: `${address.name}-ask` }));
  }

  /** The answer. Throws when none comes within `timeoutMs`. */
  async ask<T>(subject: string, question: unknown, timeoutMs: number): Promise<T> {
    return firstValueFrom(this.client.send<T>(subject, question).pipe(timeout(timeoutMs)));
  }

  /** Closes the connection. */
  async close(): Promise<void> {
    await this.client.close();
  }
}
