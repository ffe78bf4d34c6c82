import {
  addresses,
  channels,
  type Actor,
  type MessageFacts,
  type PresenceNews,
  type RoomEvent,
  type SessionEvent,
  type RoomsRequests,
  type RoomWish,
} from '@noroshi/domain';
import { readModelAddress, type EventStore, type Position, type ReadModelRequests } from '@noroshi/event-sourcing';
import {
  connectNats,
  createBroadcast,
  createCommandBus,
  createDeadLetters,
  createEventStore,
  ensureStreams,
  type Nats,
} from '@noroshi/nats';
import { Operations, type Service } from '@noroshi/service-host';
import { createLogger } from '@noroshi/telemetry';
import { startNatsServer, type NatsServer } from '@noroshi/testing';
import { composeRooms } from '../compose.js';

type RequestOf<K extends keyof RoomsRequests> = Parameters<RoomsRequests[K]>[0];
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export const person = (id: string, guest = false): Actor => ({ id, name: id, guest });

/** The composed service on a real nats-server, and a client of it, as a gateway is one. */
export async function runRooms({ visitorGraceMs = 60_000, crowdSize = 250 } = {}) {
  const server: NatsServer = await startNatsServer();
  const logger = createLogger({ name: 'rooms', level: 'silent' });
  const operations = new Operations({ logger });
  const compose = () =>
    composeRooms({
      ...{ natsUrl: server.url, logReplicas: 1, logMaxBytes: 0, defaultMaxMembers: 100 },
      ...{ visitorGraceMs, crowdSize, operations, logger },
    });
  let service: Service = await compose();
  const client = await clientOf(server.url);
  return {
    ...client,
    ...{ server, operations },
    /** Ends the service and starts another on the same log; in between happens what is given. */
    recompose: async (meanwhile: () => unknown = () => undefined) => {
      await service.drain();
      await meanwhile();
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
  const nats: Nats = await connectNats({ url, name: 'gateway of a test' });
  const { rooms: log, sessions } = await ensureStreams(nats);
  const bus = createCommandBus(nats);
  const broadcast = createBroadcast(nats);
  const store = createEventStore<RoomEvent>(nats, log);
  const sessionStore = createEventStore<SessionEvent>(nats, sessions);
  const ask = <K extends keyof RoomsRequests>(operation: K, request: RequestOf<K>) =>
    bus.request(addresses.rooms(operation), request) as Promise<ReturnType<RoomsRequests[K]>>;
  return {
    nats,
    deadLetters: await createDeadLetters(nats),
    operate: <K extends keyof ReadModelRequests>(operation: K, request: unknown) =>
      bus.request(readModelAddress('room-directory', operation), request) as Promise<ReturnType<ReadModelRequests[K]>>,
    bus,
    broadcast,
    store,
    sessionStore,
    ask,
    admit: (roomId: string, id: string, kind: 'member' | 'visitor' = 'visitor') =>
      ask('admit', { roomId, user: person(id), kind }),
    wish: (roomId: string, id: string, wish: DistributiveOmit<RoomWish, 'by' | 'at'>) =>
      ask('execute', { roomId, wish: { ...wish, by: person(id), at: Date.now() } }),
    serveFacts: () =>
      bus.serve(addresses.messages('facts'), async (payload) => ({
        ok: true,
        message: await factsFromLog(store, (payload as { position: Position }).position),
      })),
  };
}

/** What the messages service answers about a message that nobody has changed. */
async function factsFromLog(store: EventStore<RoomEvent>, position: Position): Promise<MessageFacts | undefined> {
  const recorded = await store.readAt(position);
  const event = recorded?.event;
  if (!recorded || event?.type !== 'MessagePosted') return undefined;
  return {
    position,
    postedAt: recorded.recordedAt,
    authorId: event.by.id,
    authorIsGuest: event.by.guest,
    deleted: false,
    content: event.content,
    reactions: {},
  };
}

type Client = Pick<Awaited<ReturnType<typeof runRooms>>, 'broadcast'>;

/** Presence news of a room, each awaited as it comes. */
export async function presenceOf({ broadcast }: Client, roomId: string) {
  const heard: PresenceNews['news'][] = [];
  let wake = (): void => undefined;
  await broadcast.listen(channels.presence(roomId), (news) => {
    heard.push((news as PresenceNews).news);
    wake();
  });
  return {
    next: async (): Promise<PresenceNews['news']> => {
      for (let change = heard.shift(); ; change = heard.shift()) {
        if (change) return change;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
