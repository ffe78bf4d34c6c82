import type { Broadcast } from '@noroshi/event-sourcing';
import { callListener } from './call-listener.js';
import type { Nats } from './connect.js';
import { channelSubject } from './subjects.js';

/** Core NATS publish and subscribe. What is published while there is no connection is lost, as ephemeral news may be. */
export function createBroadcast(nats: Nats): Broadcast {
  const { connection } = nats;
  return {
    publish: (channel, payload) => {
      if (nats.isConnected()) connection.publish(channelSubject(channel), JSON.stringify(payload));
    },
    listen: async (channel, onNews) => {
      const subscription = connection.subscribe(channelSubject(channel), {
        callback: (_, message) => callListener(() => onNews(message.json())),
      });
      await connection.flush();
      return { close: () => subscription.unsubscribe() };
    },
  };
}
