import {
  placeRoomEvent,
  sessionLane,
  topicNames,
  type Actor,
  type RoomEvent,
  type SessionEvent,
} from '@noroshi/domain';
import { readModelAddress, type Event, type Lane, type ReplayOutcome } from '@noroshi/event-sourcing';
import {
  connectNats,
  createCheckpointStore,
  createCommandBus,
  createDeadLetters,
  createEventStore,
  ensureStreams,
} from '@noroshi/nats';
import type { Service } from '@noroshi/service-host';
import { createLogger } from '@noroshi/telemetry';
import {
  eventually,
  kafkaRecords,
  startKafkaBroker,
  startNatsServer,
  type KafkaBrokerOptions,
  type KafkaRecord,
} from '@noroshi/testing';
import { composeRelay, type RelayOptions } from '../relay/compose.js';

const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const PATIENCE_MS = 45_000;

/** The composed relay between a real nats-server and a real broker, and somebody who makes things happen. */
export async function runRelay(options: KafkaBrokerOptions = {}) {
  // The one that may fail first, so that the other one is not left.
  const broker = await startKafkaBroker(options);
  const server = await startNatsServer();
  const logger = createLogger({ name: 'analytics-relay', level: 'silent' });
  const nats = await connectNats({ url: server.url, name: 'a test' });
  const logs = await ensureStreams(nats);
  const bus = createCommandBus(nats);
  const [rooms, users] = [createEventStore<Event>(nats, logs.rooms), createEventStore<Event>(nats, logs.users)];
  const sessions = createEventStore<SessionEvent>(nats, logs.sessions);
  let service: Service | undefined;
  const stopRelay = async () => {
    await service?.drain();
    service = undefined;
  };
  const store = async (log: typeof rooms, lane: Lane, event: Event): Promise<number> => {
    const result = await log.append(lane, event);
    if (!result.stored) throw new Error('not stored');
    return result.position;
  };
  const happens = (roomId: string, event: RoomEvent) => store(rooms, placeRoomEvent(roomId)(event).lane, event);
  const told = () => kafkaRecords(broker.brokers, topicNames.events);
  return {
    ...{ server, broker, nats, rooms, stopRelay, happens, told },
    checkpoints: createCheckpointStore(nats, logs.checkpoints),
    deadLetters: await createDeadLetters(nats),
    startRelay: async (more: Partial<RelayOptions> = {}) => {
      await stopRelay();
      service = await composeRelay({
        ...{ natsUrl: server.url, logReplicas: 1, logMaxBytes: 0, logger },
        ...{ kafka: { brokers: broker.brokers }, topicPartitions: 3, topicReplicas: 0, topicRetention: 24 },
        ...more,
      });
    },
    say: (roomId: string, content: string) =>
      happens(roomId, { type: 'MessagePosted', by: ann, content, messageType: 'text' }),
    /** Of a room, past the types. */
    stores: (lane: Lane, event: Event) => store(rooms, lane, event),
    ofUser: (lane: Lane, event: Event) => store(users, lane, event),
    ofGateway: (gateway: string, event: SessionEvent) => sessions.append(sessionLane(gateway), event),
    replay: (consumer: string, id: string) =>
      bus.request(readModelAddress(consumer, 'replay'), { id }, { timeoutMs: 20_000 }) as Promise<ReplayOutcome>,
    /** Resolves with what is told, once it is as wished. */
    isTold: (isEnough: (records: readonly KafkaRecord[]) => boolean, reason: string) =>
      eventually(
        async () => {
          const records = await told();
          return isEnough(records) && records;
        },
        { reason, timeoutMs: PATIENCE_MS },
      ),
    dead: () => kafkaRecords(broker.brokers, topicNames.dead),
    stop: async () => {
      await stopRelay();
      await nats.drain();
      await Promise.all([server.stop(), broker.stop()]);
    },
  };
}

/** What was said in a room, as the topic has it: each once, in the order of its first coming. */
export const saidIn = (records: readonly KafkaRecord[], roomId: string): unknown[] => [
  ...new Map(
    records
      .filter(({ key, value }) => key === roomId && value.includes('MessagePosted'))
      .map(({ headers, value }) => [headers['ce_id'], (JSON.parse(value) as { content: unknown }).content]),
  ).values(),
];

/** Ids that came with more than one content: there may be none. */
export function ambiguousIds(records: readonly KafkaRecord[]): string[] {
  const contents = new Map<string, Set<string>>();
  for (const { headers, key, value } of records) {
    const id = headers['ce_id'] ?? '';
    contents.set(id, (contents.get(id) ?? new Set()).add(`${key} ${value} ${JSON.stringify(headers)}`));
  }
  return [...contents].filter(([, each]) => each.size > 1).map(([id]) => id);
}
