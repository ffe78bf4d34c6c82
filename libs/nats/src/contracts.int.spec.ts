import {
  broadcastContract,
  checkpointStoreContract,
  commandBusContract,
  deadLettersContract,
  eventStoreContract,
  eventSubscriptionContract,
  liveFeedContract,
  type Noted,
} from '@noroshi/event-sourcing/testing';
import { startNatsServer } from '@noroshi/testing';
import { createBroadcast } from './broadcast.js';
import { createCommandBus } from './command-bus.js';
import { connectNats, type Nats } from './connect.js';
import { createDeadLetters } from './dead-letters.js';
import { createEventSource } from './event-source.js';
import { createEventStore } from './jetstream-event-store.js';
import { createCheckpointStore } from './jetstream-checkpoint-store.js';
import { createLiveFeed } from './live-feed.js';
import { ensureStreams } from './streams.js';

/** A server of its own, so that no suite sees what another has stored. */
async function onServer<T>(adapt: (nats: Nats) => T | Promise<T>) {
  const server = await startNatsServer();
  const nats = await connectNats({ url: server.url, name: 'contracts' });
  return {
    adapter: await adapt(nats),
    close: async () => {
      await nats.drain();
      await server.stop();
    },
  };
}

describe('JetStream', () => {
  eventStoreContract(() => onServer(async (nats) => createEventStore<Noted>(nats, (await ensureStreams(nats)).rooms)));

  eventSubscriptionContract(() =>
    onServer(async (nats) => {
      const { rooms } = await ensureStreams(nats);
      return { store: createEventStore<Noted>(nats, rooms), source: createEventSource<Noted>(nats, rooms) };
    }),
  );

  liveFeedContract(() =>
    onServer(async (nats) => {
      const { rooms } = await ensureStreams(nats);
      return { store: createEventStore<Noted>(nats, rooms), feed: createLiveFeed<Noted>(nats, rooms) };
    }),
  );

  checkpointStoreContract(() =>
    onServer(async (nats) => createCheckpointStore(nats, (await ensureStreams(nats)).checkpoints)),
  );
});

describe('JetStream dead letters', () => deadLettersContract(() => onServer((nats) => createDeadLetters(nats))));

describe('NATS request and reply', () => commandBusContract(() => onServer(createCommandBus)));

describe('NATS publish and subscribe', () => broadcastContract(() => onServer(createBroadcast)));
