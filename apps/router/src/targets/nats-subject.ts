import type { createForeignPublisher } from '@noroshi/nats';
import { bodyOf, type Delivery } from '../deliveries/delivery.js';
import type { Target } from './target.js';

/** Anybody who listens there is told; with `stream` also those who come later. */
export class NatsSubject implements Target {
  constructor(
    private readonly publish: ReturnType<typeof createForeignPublisher>,
    private readonly place: { readonly subject: string; readonly stream: boolean },
  ) {}

  deliver(delivery: Delivery): Promise<void> {
    const { subject, stream } = this.place;
    return this.publish(subject, { id: delivery.id, body: bodyOf(delivery) }, { stream });
  }

  giveUp(): void {
    // A try ends with the connection's own patience.
  }

  close(): void {
    // The connection is the whole service's.
  }
}
