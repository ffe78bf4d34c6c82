import type { Msg, NatsConnection, Subscription, SubscriptionOptions } from '@nats-io/nats-core';
import type { Nats } from '../connect.js';

/** The same connection, on which subscriptions lose the messages that `loses` says. */
export function lossy(nats: Nats, loses: (message: Msg) => boolean): Nats {
  const subscribe = (subject: string, options: SubscriptionOptions = {}): Subscription => {
    const { callback } = options;
    if (!callback) return nats.connection.subscribe(subject, options);
    return nats.connection.subscribe(subject, {
      ...options,
      callback: (error, message) => {
        if (!loses(message)) void callback(error, message);
      },
    });
  };
  const connection = new Proxy<NatsConnection>(nats.connection, {
    get: (target, name) => {
      if (name === 'subscribe') return subscribe;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { ...nats, connection };
}
