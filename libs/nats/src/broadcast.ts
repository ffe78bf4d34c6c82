import type { Broadcast } from '@noroshi/event-sourcing';
import { callListener } from './call-listener.js';
import type { Nats } from './connect.js';
import { onMessage } from './on-message.js';
import { RetryPause } from './retry-pause.js';
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
        callback: onMessage((message) => callListener(() => onNews(message.json()))),
      });
      await heardByServer(nats);
      return { close: () => subscription.unsubscribe() };
    },
  };
}

/** A subscription made without a connection is made again with the next one. */
async function heardByServer(nats: Nats): Promise<void> {
  const pause = new RetryPause(nats);
  try {
    for (let retries = 0; !(await flushed(nats)); retries += 1) await pause.wait(retries);
  } finally {
    pause.close();
  }
}

async function flushed({ connection }: Nats): Promise<boolean> {
  try {
    await connection.flush();
    return true;
  } catch (cause) {
    if (connection.isClosed()) throw cause;
    return false;
  }
}
