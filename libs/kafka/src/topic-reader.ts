import { BackOff, Outage, untilReachable } from '@noroshi/event-sourcing';
import type { TopicRecord } from '@noroshi/domain';
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { createClient, retry } from './client.js';
import { hookedAssigner, type GroupHooks } from './group-hooks.js';
import { translated } from './kafka-errors.js';
import type { KafkaOptions } from './kafka-options.js';

export interface ReceivedRecord extends TopicRecord {
  readonly partition: number;
  /** As Kafka counts: a decimal string. */
  readonly offset: string;
  readonly timestamp: number;
}

export interface ReadTopicOptions extends KafkaOptions {
  readonly topic: string;
  readonly group: string;
  /**
   * Records of one partition, in order. The next ones of it come when it settles. What it gives is the offset to go on at after a
   * restart, of this reader or of another of the group; undefined: the one that was given before.
   *
   * @throws Outage to be called again with the same records; anything else is left unhandled, to end the process
   */
  handle(partition: number, records: readonly ReceivedRecord[]): Promise<string | undefined>;
  /** Awaited before records of these come: from the offset that was given last, or from the beginning. */
  assigned?(partitions: readonly number[]): Promise<void> | void;
  /**
   * Awaited after the last record of these, and before another reader of the group gets them. What is known of them by then is
   * to be forgotten: also those that stay here are assigned again, and begin at the offset that was given last.
   */
  revoked?(partitions: readonly number[]): Promise<void> | void;
}

export interface TopicReader {
  /** Lets what is handled end, and leaves the group. */
  close(): Promise<void>;
}

/**
 * Reads a topic as one of a consumer group: each partition is read by one of its readers at a time. Goes on by itself when
 * brokers are away and come back.
 *
 * @throws KafkaUnavailable, also when there is no such topic
 */
export async function readTopic(options: ReadTopicOptions): Promise<TopicReader> {
  const reader = new KafkaTopicReader(options);
  await reader.begin();
  return reader;
}

/** A reader that is silent for so long is taken for dead. */
const SESSION_MS = 10_000;
const BEAT_MS = 1_000;
/** An empty fetch ends after this, so that a reader that is told to stop, or to rebalance, does so soon. */
const FETCH_MS = 500;

class KafkaTopicReader implements TopicReader, GroupHooks {
  readonly #consumer: Consumer;
  #owned: readonly number[] = [];
  #pauses = new BackOff();
  #isClosed = false;

  constructor(private readonly options: ReadTopicOptions) {
    this.#consumer = createClient(options).consumer({
      groupId: options.group,
      ...{ sessionTimeout: SESSION_MS, heartbeatInterval: BEAT_MS, maxWaitTimeInMs: FETCH_MS },
      allowAutoTopicCreation: false,
      partitionAssigners: [hookedAssigner(this)],
      retry: { ...retry, restartOnFailure: () => Promise.resolve(!this.#isClosed) },
    });
    this.#consumer.on('consumer.crash', ({ payload: { error, restart } }) => {
      if (!restart && !this.#isClosed) void this.#again(error);
    });
  }

  async begin(): Promise<void> {
    const { topic } = this.options;
    try {
      await this.#consumer.connect();
      await this.#consumer.subscribe({ topics: [topic], fromBeginning: true });
      await this.#run();
    } catch (cause) {
      await this.close();
      throw translated(cause, `could not read ${topic}`);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#pauses.end();
    await this.#consumer.disconnect().catch(() => undefined);
    await this.givingUp();
  }

  async givingUp(): Promise<void> {
    const owned = this.#owned;
    this.#owned = [];
    if (owned.length > 0) await this.options.revoked?.(owned);
  }

  async given(partitions: readonly number[]): Promise<void> {
    this.options.log.debug('partitions were assigned', { ...this.#who, partitions });
    if (partitions.length > 0) await this.options.assigned?.(partitions);
    this.#owned = partitions;
  }

  get #who() {
    const { topic, group } = this.options;
    return { topic, group };
  }

  #run(): Promise<void> {
    return this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#take(payload),
    });
  }

  /** The library has given up, for a reason that it does not take for a passing one. */
  async #again(cause: Error): Promise<void> {
    this.options.log.warn('a reader begins anew', { ...this.#who, cause });
    await new BackOff({ firstMs: retry.maxRetryTime ?? 0 }).wait(1);
    if (!this.#isClosed) await this.#run();
  }

  async #take(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    const last = messages.at(-1);
    if (!last || !this.#owned.includes(partition)) return;
    const records = messages.map((message) => toRecord(message, partition));
    const commit = await this.#beating(
      () => payload.heartbeat(),
      () => this.options.handle(partition, records),
    );
    if (commit === NOT_HANDLED) return;
    payload.resolveOffset(last.offset);
    if (commit !== undefined)
      await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: commit }] }] });
  }

  /** Tells the group that this reader lives while it handles; when the group is to be shared anew, outages are not waited for. */
  async #beating<T>(heartbeat: () => Promise<void>, work: () => Promise<T>): Promise<T | typeof NOT_HANDLED> {
    const pauses = new BackOff();
    this.#pauses = pauses;
    if (this.#isClosed) pauses.end();
    const timer = setInterval(() => void heartbeat().catch(() => pauses.end()), BEAT_MS);
    const onWaiting = (cause: unknown) =>
      this.options.log.warn('waiting for something that is away', { ...this.#who, cause });
    try {
      return await untilReachable(work, { pauses, onWaiting });
    } catch (cause) {
      if (!(cause instanceof Outage && pauses.isEnded)) throw fatal(cause);
      return NOT_HANDLED;
    } finally {
      clearInterval(timer);
    }
  }
}

const NOT_HANDLED = Symbol('not handled');

/** The library would try again for ever, and nobody would know. */
function fatal(cause: unknown): unknown {
  void Promise.reject(cause instanceof Error ? cause : new Error(String(cause)));
  return cause;
}

function toRecord({ key, value, headers = {}, offset, timestamp }: KafkaMessage, partition: number): ReceivedRecord {
  return {
    ...{ partition, offset, timestamp: Number(timestamp) },
    ...{ key: key?.toString() ?? '', value: value?.toString() ?? '' },
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)])),
  };
}
