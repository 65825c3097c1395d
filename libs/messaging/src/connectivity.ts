import type { NatsConnection } from '@nats-io/transport-node';

/**
 * Whether a connection is up now. A client that is reconnecting keeps what is published and may send it much later,
 * so a writer asks here first: an event that must not be sent late is never handed to a connection that is down.
 */
export class Connectivity {
  private up = true;
  private readonly whenDown: (() => void)[] = [];
  private readonly whenUp: (() => void)[] = [];

  constructor(connection: NatsConnection) {
    void this.watch(connection);
  }

  /** True while the broker can be reached. */
  get isUp(): boolean {
    return this.up;
  }

  /** Calls back once, at the next loss of the connection; the returned function takes the wish back. */
  onceDown(callback: () => void): () => void {
    this.whenDown.push(callback);
    return () => {
      const at = this.whenDown.indexOf(callback);
      if (at >= 0) this.whenDown.splice(at, 1);
    };
  }

  /** Calls back at every return of the connection. */
  onUp(callback: () => void): void {
    this.whenUp.push(callback);
  }

  private async watch(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect' || status.type === 'staleConnection' || status.type === 'close')
        this.down();
      if (status.type === 'reconnect') this.backUp();
    }
    this.down();
  }

  private down(): void {
    this.up = false;
    this.whenDown.splice(0).forEach((callback) => callback());
  }

  private backUp(): void {
    this.up = true;
    this.whenUp.forEach((callback) => callback());
  }
}
