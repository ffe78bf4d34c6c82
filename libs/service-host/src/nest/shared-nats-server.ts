import { ServerNats, type NatsOptions } from '@nestjs/microservices';
import type { RequestMessage, WatchRequest } from './watched-requests.js';

/** What a connection of the NATS driver can do, as far as it is used here. */
export interface SharedConnection {
  subscribe(subject: string, options: unknown): RequestSubscription;
  flush(): Promise<void>;
}

interface RequestSubscription {
  /** Takes no more, and settles when what has arrived was handed on. */
  drain(): Promise<void>;
}

/**
 * Nest's NATS transport on a connection that exists already: the one that the service's other parts use, so that there is
 * one order of arrival, one reconnect, and one end. Closing answers what has arrived and leaves the connection open.
 */
export class SharedNatsServer extends ServerNats {
  private readonly served: RequestSubscription[] = [];
  private readonly inHand = new Set<Promise<unknown>>();

  constructor(
    private readonly connection: SharedConnection,
    options: NonNullable<NatsOptions['options']>,
    private readonly watch: WatchRequest,
  ) {
    super(options);
  }

  override createNatsClient(): Promise<SharedConnection> {
    return Promise.resolve(this.connection);
  }

  override bindEvents(connection: SharedConnection): void {
    super.bindEvents({
      subscribe: (subject: string, options: unknown) => {
        const subscription = connection.subscribe(subject, options);
        this.served.push(subscription);
        return subscription;
      },
    });
  }

  /** The connection's owner watches it. */
  override handleStatusUpdates(): Promise<void> {
    return Promise.resolve();
  }

  override async handleMessage(channel: string, message: unknown): Promise<void> {
    const handling = this.watch(channel, message as RequestMessage, () => super.handleMessage(channel, message));
    this.inHand.add(handling);
    try {
      await handling;
    } finally {
      this.inHand.delete(handling);
    }
  }

  override async close(): Promise<void> {
    await Promise.all(this.served.splice(0).map((subscription) => subscription.drain()));
    await Promise.allSettled(this.inHand);
    // Nest sends an answer in the tick after the one that made it.
    await new Promise((resolve) => setImmediate(resolve));
    await this.connection.flush();
  }
}
