import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';

const POLL_MS = 10;
const PATIENCE_MS = 120_000;
/** What comes before is starting up, and warming up. */
const WARM_UP_SHARE = 0.2;

export interface Rate {
  readonly recordsPerSecond: number;
  /** Milliseconds since the process began, of `performance`. */
  readonly from: number;
  readonly to: number;
}

/** How many records topics have, asked of the broker itself, so that all who write are measured by the same clock. */
export class TopicCounter {
  private constructor(private readonly admin: Admin) {}

  static async connect(brokers: readonly string[]): Promise<TopicCounter> {
    const admin = new kafkajs.Kafka({
      ...{ brokers: [...brokers], clientId: 'bench', logLevel: kafkajs.logLevel.NOTHING },
      retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 500 },
    }).admin();
    await admin.connect();
    return new TopicCounter(admin);
  }

  close(): Promise<void> {
    return this.admin.disconnect();
  }

  async make(topic: string, numPartitions: number): Promise<void> {
    await this.admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions, replicationFactor: 1 }] });
  }

  async count(topic: string): Promise<number> {
    const offsets = await this.admin.fetchTopicOffsets(topic);
    return offsets.reduce((sum, { high }) => sum + Number(high), 0);
  }

  /**
   * Resolves when so many more are there than there were. Counted from when the first fifth was.
   * @throws Error when they do not come
   */
  async rate(topic: string, { before, more, onWarm }: Counting): Promise<Rate> {
    const deadline = performance.now() + PATIENCE_MS;
    let warm: { readonly at: number; readonly count: number } | undefined;
    for (;;) {
      const count = (await this.count(topic)) - before;
      const at = performance.now();
      if (!warm && count >= more * WARM_UP_SHARE) {
        warm = { at, count };
        onWarm();
      }
      if (warm && count >= more)
        return { recordsPerSecond: ((count - warm.count) / (at - warm.at)) * 1000, from: warm.at, to: at };
      if (at > deadline) throw new Error(`${count} of ${more} records came within ${PATIENCE_MS / 1000} s`);
      await delay(POLL_MS);
    }
  }
}

interface Counting {
  readonly before: number;
  readonly more: number;
  /** Told when the measuring begins. */
  readonly onWarm: () => void;
}
