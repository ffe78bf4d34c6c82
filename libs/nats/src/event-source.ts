import type { Event, EventSource } from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import { JetStreamSubscription } from './jetstream-subscription.js';
import type { SubscriptionSource } from './lane-consumer.js';
import type { EventLog } from './streams.js';

/** Subscriptions on one stream: one pull consumer each, for a process, never for a user or a room. */
export function createEventSource<E extends Event>(
  nats: Nats,
  log: EventLog,
  { batchMs }: Pick<SubscriptionSource, 'batchMs'> = {},
): EventSource<E> {
  return { subscribe: (options) => JetStreamSubscription.begin<E>({ nats, log, options, batchMs }) };
}
