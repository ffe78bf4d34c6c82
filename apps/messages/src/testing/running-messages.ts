import { readModelAddress, type ReadModelRequests } from '@noroshi/event-sourcing';
import {
  addresses,
  channels,
  roomLane,
  type MessagesRequests,
  type ReadMoved,
  type ReadNotice,
  type ReplyTo,
  type RoomEvent,
  type TalkEvent,
  type UserEvent,
} from '@noroshi/domain';
import {
  connectNats,
  createBroadcast,
  createCommandBus,
  createDeadLetters,
  createEventStore,
  ensureStreams,
} from '@noroshi/nats';
import { createLogger } from '@noroshi/telemetry';
import { startNatsServer } from '@noroshi/testing';
import { composeMessages } from '../compose.js';

type RequestOf<K extends keyof MessagesRequests> = Parameters<MessagesRequests[K]>[0];

export const person = (id: string) => ({ id, name: id, guest: false });

/** The composed service on a real nats-server, and a client of it, as a gateway is one. */
export async function runMessages({ mongoUrl }: { readonly mongoUrl?: string } = {}) {
  const server = await startNatsServer();
  const logger = createLogger({ name: 'messages', level: 'silent' });
  const kept = { messageDays: [{ days: 30 }], ...(mongoUrl === undefined ? {} : { mongoUrl }) };
  const compose = () => composeMessages({ natsUrl: server.url, logReplicas: 1, logMaxBytes: 0, logger, ...kept });
  let service = await compose();
  const client = await clientOf(server.url);
  return {
    ...client,
    server,
    /** Ends the service and starts another on the same log. */
    recompose: async () => {
      await service.drain();
      service = await compose();
    },
    stop: async () => {
      await service.drain();
      await client.nats.drain();
      await server.stop();
    },
  };
}

async function clientOf(url: string) {
  const nats = await connectNats({ url, name: 'gateway of a test' });
  const logs = await ensureStreams(nats);
  const bus = createCommandBus(nats);
  const broadcast = createBroadcast(nats);
  const store = createEventStore<RoomEvent>(nats, logs.rooms);
  const say = async (roomId: string, event: TalkEvent) => {
    const result = await store.append(roomLane(roomId, 'talk'), event);
    if (!result.stored) throw new Error('not stored');
    return result.position;
  };
  return {
    nats,
    bus,
    deadLetters: await createDeadLetters(nats),
    operate: <K extends keyof ReadModelRequests>(operation: K, request: unknown) =>
      bus.request(readModelAddress('message-history', operation), request) as Promise<ReturnType<ReadModelRequests[K]>>,
    users: createEventStore<UserEvent>(nats, logs.users),
    rooms: store,
    say,
    post: (roomId: string, id: string, content: string, replyTo?: ReplyTo) =>
      say(roomId, {
        ...{ type: 'MessagePosted', by: person(id), content, messageType: 'text' },
        ...(replyTo && { replyTo }),
      }),
    ask: <K extends keyof MessagesRequests>(operation: K, request: RequestOf<K>) =>
      bus.request(addresses.messages(operation), request) as Promise<ReturnType<MessagesRequests[K]>>,
    readsOf: async (userId: string) => {
      const heard: ReadMoved[] = [];
      await broadcast.listen(channels.reads, (news) => {
        const { userId: whose, ...read } = news as ReadNotice;
        if (whose === userId) heard.push(read);
      });
      return heard;
    },
  };
}
