import type { JsMsg } from '@nats-io/jetstream';
import {
  EventLogUnavailable,
  type Event,
  type EventSubscription,
  type Position,
  type RecordedEvent,
} from '@noroshi/event-sourcing';
import { CatchUp } from './catch-up.js';
import { LaneConsumer, type SubscriptionSource } from './lane-consumer.js';
import { RetryPause } from './retry-pause.js';
import { readStored } from './stored-event.js';
import { traceHeader } from './stored-message.js';

/**
 * Everything of some lanes, by a consumer that forgets: the position is kept here, not in the server. Whenever the
 * consumer may have lost something (a disconnect, a hole in its deliveries, a restart) the next one starts after the
 * last event that was yielded.
 */
export class JetStreamSubscription<E extends Event> implements EventSubscription<E> {
  private readonly catchUp: CatchUp;
  private readonly stopWatching: () => void;
  private readonly pause: RetryPause;
  private isClosed = false;
  private position: Position;

  /** @throws EventLogUnavailable */
  static async begin<E extends Event>(source: SubscriptionSource): Promise<JetStreamSubscription<E>> {
    return new JetStreamSubscription<E>(source, await LaneConsumer.create(source, source.options.after));
  }

  private constructor(
    private readonly source: SubscriptionSource,
    private consumer: LaneConsumer | undefined,
  ) {
    this.position = source.options.after;
    this.catchUp = new CatchUp(consumer?.pending ?? 0);
    this.pause = new RetryPause(source.nats);
    this.stopWatching = source.nats.onDisconnect(() => this.dropConsumer());
  }

  get caughtUp(): Promise<void> {
    return this.catchUp.done;
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.stopWatching();
    this.pause.close();
    await this.dropConsumer()?.remove();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordedEvent<E>> {
    try {
      for await (const message of this.messages()) {
        yield this.toRecordedEvent(message);
        // Asked for the next one: the loop's body is done with this one.
        this.catchUp.handled(message.info.pending);
      }
    } finally {
      await this.close();
    }
  }

  private toRecordedEvent(message: JsMsg): RecordedEvent<E> {
    const recorded = {
      ...(readStored(message.data, message.subject) as Pick<RecordedEvent<E>, 'lane' | 'event'>),
      position: message.seq,
      // As a number of nanoseconds it would be rounded, up to the next millisecond at times.
      recordedAt: Number(message.timestampNanos / 1_000_000n),
    };
    // Reading the headers costs as much as all the rest: only where somebody wants to know.
    const trace = this.source.nats.tracing && message.headers?.get(traceHeader);
    return trace ? { ...recorded, trace } : recorded;
  }

  private async *messages(): AsyncGenerator<JsMsg> {
    let failures = 0;
    while (!this.isClosed) {
      try {
        for await (const message of this.batch()) {
          failures = 0;
          yield message;
        }
      } catch (cause) {
        await this.recover(cause, failures);
        failures += 1;
      }
    }
  }

  private async *batch(): AsyncGenerator<JsMsg> {
    this.consumer ??= await LaneConsumer.create(this.source, this.position);
    for await (const message of this.consumer.batch()) {
      // What had arrived when it was closed is not yielded any more.
      if (this.isClosed) return;
      this.position = message.seq;
      this.source.log.height.met(message.seq);
      yield message;
    }
  }

  private async recover(cause: unknown, failures: number): Promise<void> {
    if (!(cause instanceof EventLogUnavailable) || this.source.nats.connection.isClosed()) throw cause;
    this.dropConsumer();
    await this.pause.wait(failures);
  }

  private dropConsumer(): LaneConsumer | undefined {
    const { consumer } = this;
    consumer?.end();
    this.consumer = undefined;
    return consumer;
  }
}
