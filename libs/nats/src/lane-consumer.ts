import {
  AckPolicy,
  DeliverPolicy,
  jetstream,
  jetstreamManager,
  type Consumer,
  type ConsumerMessages,
  type JsMsg,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import { EventLogUnavailable, type Position, type SubscribeOptions } from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import type { EventLog } from './streams.js';
import { laneOfAllSubjects, READER } from './subjects.js';

export interface SubscriptionSource {
  readonly nats: Nats;
  readonly log: EventLog;
  readonly options: SubscribeOptions;
  /** How long one pull waits for events, and so how long a silent loss can go unnoticed; 10,000 by default. */
  readonly batchMs?: number | undefined;
}

const BATCH_SIZE = 256;
const DEFAULT_BATCH_MS = 10_000;
/**
 * At least two fit into a batch: the server insists. Two that do not come are how a consumer that died with its server is
 * noticed: for so long, and an election, the services of a cluster would decide nothing.
 */
const LONGEST_HEARTBEAT_MS = 1_000;

/** The server forgets a consumer that nobody pulls from for so long. */
const FORGOTTEN_AFTER_MS = 60_000;

/**
 * A consumer that lives in the server's memory and delivers once, without acknowledgements: it is fast, and it may lose
 * what it delivered into a connection that broke. It notices, and throws; the caller makes a new one from its position.
 */
export class LaneConsumer {
  private delivered = 0;
  private current: ConsumerMessages | undefined;
  private ended = false;

  private constructor(
    private readonly consumer: Consumer,
    private readonly batchMs: number,
    /** How many events it found to deliver. */
    readonly pending: number,
  ) {}

  /** @throws EventLogUnavailable */
  static async create(source: SubscriptionSource, after: Position): Promise<LaneConsumer> {
    const { nats, log, options, batchMs = DEFAULT_BATCH_MS } = source;
    if (!nats.isConnected()) throw new EventLogUnavailable('there is no connection to the event log');
    try {
      const manager = await jetstreamManager(nats.connection, { checkAPI: false });
      const info = await manager.consumers.add(log.stream, {
        filter_subjects: options.lanes.map((lane) => laneOfAllSubjects(options.category, lane)),
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: after + 1,
        ack_policy: AckPolicy.None,
        inactive_threshold: nanos(FORGOTTEN_AFTER_MS),
        mem_storage: true,
        num_replicas: 1,
        metadata: { [READER]: nats.name },
      });
      const consumer = jetstream(nats.connection).consumers.getConsumerFromInfo(info);
      return new LaneConsumer(consumer, batchMs, info.num_pending);
    } catch (cause) {
      throw new EventLogUnavailable('no consumer could be made', { cause });
    }
  }

  /** What comes until the batch is full or its time is over. @throws EventLogUnavailable when something may be lost */
  async *batch(): AsyncGenerator<JsMsg> {
    const before = this.delivered;
    try {
      this.current = await this.consumer.fetch({
        max_messages: BATCH_SIZE,
        expires: this.batchMs,
        idle_heartbeat: Math.min(LONGEST_HEARTBEAT_MS, this.batchMs / 2),
      });
      if (this.ended) this.current.stop();
      for await (const message of this.current) {
        this.delivered += 1;
        if (message.info.deliverySequence !== this.delivered) throw new EventLogUnavailable('a delivery was lost');
        yield message;
      }
      if (this.delivered < before + BATCH_SIZE && !this.ended) await this.checkDeliveries();
    } catch (cause) {
      if (cause instanceof EventLogUnavailable) throw cause;
      throw new EventLogUnavailable('the consumer failed', { cause });
    }
  }

  /** Ends the batch under way, after what has arrived already. */
  end(): void {
    this.ended = true;
    this.current?.stop();
  }

  /** Lets the server forget it at once; when that can't be reached it forgets by itself. */
  async remove(): Promise<void> {
    this.end();
    await this.consumer.delete().catch(() => false);
  }

  /** A batch that was not filled may lack its end: that would not show before the next event. */
  private async checkDeliveries(): Promise<void> {
    const { delivered } = await this.consumer.info();
    if (delivered.consumer_seq !== this.delivered) throw new EventLogUnavailable('the last delivery was lost');
  }
}
