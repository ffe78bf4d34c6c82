import { randomUUID } from 'node:crypto';
import { laneOf, roomLane, topicRecordOf, type RoomEvent } from '@noroshi/domain';
import { untilReachable } from '@noroshi/event-sourcing';
import { createTopicWriter, ensureTopics, type KafkaOptions, type TopicRecord } from '@noroshi/kafka';
import { KafkaState } from '../kafka-state.js';
import { KafkaSource } from '../windows/kafka-source.js';

export interface Told {
  readonly roomId: string;
  readonly event: RoomEvent;
  /** Its place in the log of the rooms: a new one unless given. */
  readonly position?: number;
  /** Milliseconds since 1970; now unless given. */
  readonly recordedAt?: number;
}

const EPOCH = 'e1';
const quiet = { warn: () => undefined, info: () => undefined, debug: () => undefined };

/** A topic that nobody else uses, as the relay fills it. */
export async function topicScene(brokers: readonly string[]) {
  const kafka: KafkaOptions = { brokers, clientId: 'a test', log: quiet };
  const topic = `events-${randomUUID()}`;
  await untilReachable(() => ensureTopics(kafka, [{ name: topic, partitions: 3, replicas: 1 }]));
  const writer = createTopicWriter({ ...kafka, topic });
  const foreign: string[] = [];
  let last = 0;
  const recordOf = ({ roomId, event, position = (last += 1), recordedAt = Date.now() }: Told): TopicRecord =>
    topicRecordOf({ event, lane: roomLane(roomId, laneOf(event)), position, recordedAt }, EPOCH);
  const write = (records: readonly TopicRecord[]) => untilReachable(() => writer.write(records));
  return {
    kafka,
    topic,
    foreign,
    write,
    tell: (told: readonly Told[]) => write(told.map(recordOf)),
    source: (group: string) =>
      new KafkaSource({
        ...{ kafka, topic, group, state: new KafkaState() },
        onForeign: (_, reason) => foreign.push(reason),
        onWaiting: () => undefined,
      }),
    close: () => writer.close(),
  };
}

export type TopicScene = Awaited<ReturnType<typeof topicScene>>;
