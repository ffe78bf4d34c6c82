import type { TopicRecord } from '@noroshi/domain';
import type { Message, Producer } from 'kafkajs';
import { createClient, partitioner, retry } from './client.js';
import { isTooLarge, KafkaUnavailable, RecordTooLarge, translated } from './kafka-errors.js';
import type { KafkaOptions } from './kafka-options.js';

export interface TopicWriter {
  /**
   * In order per key, acknowledged by all replicas that are in step. Calls take turns. After a failure some of the records may
   * be in the topic: those who write them again write some twice.
   *
   * @throws KafkaUnavailable
   * @throws RecordTooLarge that names which; RecordRefused
   */
  write(records: readonly TopicRecord[]): Promise<void>;
  /** Ends what is under way as if nobody had answered. */
  close(): Promise<void>;
}

export const createTopicWriter = (options: KafkaOptions & { readonly topic: string }): TopicWriter =>
  new KafkaTopicWriter(options);

/** Of values and keys, in one request: half of what a topic takes at once, unless it was told otherwise. */
const MOST_BYTES = 524_288;

class KafkaTopicWriter implements TopicWriter {
  #producer: Promise<Producer> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #underWay = new Set<(cause: Error) => void>();
  #isConnected = false;
  #isClosed = false;

  constructor(private readonly options: KafkaOptions & { readonly topic: string }) {}

  write(records: readonly TopicRecord[]): Promise<void> {
    const written = this.#turn.then(() => this.#writeAll(records));
    this.#turn = written.catch(() => undefined);
    return new Promise((resolve, reject) => {
      this.#underWay.add(reject);
      void written.then(resolve, reject).finally(() => this.#underWay.delete(reject));
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const former = this.#producer;
    for (const reject of this.#underWay) reject(new KafkaUnavailable('the writer was closed'));
    // One that is not connected yet may take long to find out that it can't be, and ends by itself.
    if (this.#isConnected) await this.#forget();
    else void former?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  async #writeAll(records: readonly TopicRecord[]): Promise<void> {
    for (const chunk of chunksOf(records)) await this.#send(chunk);
  }

  async #send(chunk: readonly TopicRecord[]): Promise<void> {
    try {
      const producer = await this.#connected();
      await producer.send({ topic: this.options.topic, acks: -1, messages: chunk.map(toMessage) });
    } catch (cause) {
      // What the brokers have of it is not known. Under the same producer id they would take other records under numbers that they
      // have seen for known ones, and drop them.
      await this.#forget();
      await this.#sendSmaller(chunk, cause);
    }
  }

  async #sendSmaller(chunk: readonly TopicRecord[], cause: unknown): Promise<void> {
    if (!isTooLarge(cause)) throw translated(cause, `could not write to ${this.options.topic}`);
    const [first] = chunk;
    if (first && chunk.length === 1) throw new RecordTooLarge(first);
    const middle = chunk.length >> 1;
    await this.#send(chunk.slice(0, middle));
    await this.#send(chunk.slice(middle));
  }

  #connected(): Promise<Producer> {
    if (this.#isClosed) throw new KafkaUnavailable('the writer was closed');
    this.#producer ??= connect(this.options).then((producer) => {
      this.#isConnected = true;
      return producer;
    });
    return this.#producer;
  }

  async #forget(): Promise<void> {
    const former = this.#producer;
    this.#producer = undefined;
    this.#isConnected = false;
    await former?.then((producer) => producer.disconnect()).catch(() => undefined);
  }
}

async function connect(options: KafkaOptions): Promise<Producer> {
  const producer = createClient(options).producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: partitioner,
    retry,
  });
  try {
    await producer.connect();
    return producer;
  } catch (cause) {
    await producer.disconnect().catch(() => undefined);
    throw cause;
  }
}

function toMessage({ key, value, headers, timestamp }: TopicRecord): Message {
  return { key, value, headers, ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }) };
}

function* chunksOf(records: readonly TopicRecord[]): Generator<readonly TopicRecord[]> {
  let chunk: TopicRecord[] = [];
  let size = 0;
  for (const record of records) {
    const bytes = sizeOf(record);
    if (chunk.length > 0 && size + bytes > MOST_BYTES) {
      yield chunk;
      [chunk, size] = [[], 0];
    }
    chunk.push(record);
    size += bytes;
  }
  if (chunk.length > 0) yield chunk;
}

const sizeOf = ({ key, value }: TopicRecord): number => Buffer.byteLength(value) + Buffer.byteLength(key);
