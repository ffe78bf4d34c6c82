import { eventOfRecord, roomCategory, roomEventProblem, type PlacedEvent, type RoomEvent } from '@noroshi/domain';
import { BackOff, Outage, untilReachable } from '@noroshi/event-sourcing';
import { partitionOfKey, partitionsOf, readTopic, type KafkaOptions, type ReceivedRecord } from '@noroshi/kafka';
import type { KafkaState } from '../kafka-state.js';
import type { AnalyticsSource, Part, PartReader, Reading } from './analytics-source.js';

export interface KafkaSourceOptions {
  readonly kafka: KafkaOptions;
  readonly topic: string;
  readonly group: string;
  /** Is told how the brokers are. */
  readonly state: Pick<KafkaState, 'watch'>;
  /** A record that is no event of ours is passed over, and told. */
  readonly onForeign: (record: ReceivedRecord, reason: string) => void;
  readonly onWaiting: (cause: unknown) => void;
}

/** The rooms as the topic spreads them: a part is a partition, a place is an offset, and the readers of a group share them. */
export class KafkaSource implements AnalyticsSource {
  readonly #options: KafkaSourceOptions;
  readonly #pauses = new BackOff();

  constructor(options: KafkaSourceOptions) {
    this.#options = options;
  }

  read(reader: PartReader): Promise<Reading> {
    // Whatever else goes wrong than an outage ends the process: left unhandled on purpose.
    const begun = this.#begin(reader).catch((cause: unknown) => {
      if (!(cause instanceof Outage && this.#pauses.isEnded)) throw cause;
      return undefined;
    });
    return Promise.resolve({
      close: async () => {
        this.#pauses.end();
        await (await begun)?.close();
      },
    });
  }

  async #begin(reader: PartReader): Promise<Reading> {
    const { kafka, topic, group, state, onWaiting } = this.#options;
    const patiently = <T>(work: () => Promise<T>) =>
      untilReachable(() => state.watch(work), { pauses: this.#pauses, onWaiting });
    const count = await patiently(() => partitionsOf(kafka, topic));
    const shares = new Map<number, Share>();
    return patiently(() =>
      readTopic({
        ...{ ...kafka, topic, group },
        assigned: (partitions) => {
          for (const partition of partitions) {
            const share: Share = { part: partOf(partition, count), isFromStart: undefined };
            shares.set(partition, share);
            reader.begin(share.part);
          }
        },
        revoked: (partitions) => {
          for (const partition of partitions) {
            const share = shares.get(partition);
            shares.delete(partition);
            if (share) reader.end(share.part);
          }
        },
        handle: async (partition, records) => {
          const share = shares.get(partition);
          return share && reader.take(share.part, this.#eventsOf(share, records));
        },
      }),
    );
  }

  #eventsOf(share: Share, records: readonly ReceivedRecord[]): readonly PlacedEvent[] {
    share.isFromStart ??= records[0]?.offset === '0';
    const isBeginning = share.isFromStart;
    return records.flatMap((record) => {
      const recorded = this.#recordedIn(record);
      return recorded ? [{ ...recorded, place: record.offset, isBeginning }] : [];
    });
  }

  #recordedIn(record: ReceivedRecord): Pick<PlacedEvent, 'recorded' | 'epoch'> | undefined {
    const told = eventOfRecord(record);
    if ('reason' in told) {
      this.#options.onForeign(record, told.reason);
      return undefined;
    }
    const { lane, event, position, recordedAt, epoch, trace } = told;
    if (lane.category !== roomCategory) return undefined;
    const problem = roomEventProblem(event);
    const recorded = {
      lane,
      event: event as RoomEvent,
      position,
      recordedAt,
      ...(trace === undefined ? {} : { trace }),
    };
    if (problem === undefined) return { recorded, epoch };
    this.#options.onForeign(record, problem);
    return undefined;
  }
}

interface Share {
  readonly part: Part;
  /** It is read from its first record on; undefined: none has come yet. */
  isFromStart: boolean | undefined;
}

const partOf = (partition: number, count: number): Part => ({
  name: String(partition),
  owns: (roomId) => partitionOfKey(roomId, count) === partition,
});
