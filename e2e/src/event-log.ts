import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers, nanos } from '@nats-io/nats-core';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { eventually } from '@noroshi/testing';
import type { Stack } from './stack.js';

/** An event as the log holds it. */
export interface LoggedEvent {
  readonly position: number;
  /** Of the room: `control`, `members` or `talk`. */
  readonly lane: string;
  readonly at: number;
  readonly type: string;
  readonly [field: string]: unknown;
}

const STREAM = 'ROOMS';

/** The event log of a stack, looked at past the product, as an operator with the NATS tools does. Plain room ids only. */
export class EventLog {
  private constructor(private readonly connection: NatsConnection) {}

  static async of(stack: Stack): Promise<EventLog> {
    return new EventLog(await connect({ servers: stack.natsUrl, maxReconnectAttempts: -1, reconnectTimeWait: 100 }));
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** Everything that is stored of a room, in order. */
  async eventsOf(roomId: string): Promise<LoggedEvent[]> {
    const filter = `room.${roomId}.>`;
    const { state } = await (await this.manager()).streams.info(STREAM, { subjects_filter: filter });
    const stored = Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
    if (stored === 0) return [];
    const consumer = await jetstream(this.connection).consumers.get(STREAM, { filter_subjects: [filter] });
    const events: LoggedEvent[] = [];
    for await (const message of await consumer.fetch({ max_messages: stored })) {
      const event = message.json<{ type: string }>();
      const lane = message.subject.split('.')[2] ?? '';
      events.push({ ...event, position: message.seq, lane, at: message.info.timestampNanos / 1e6 });
    }
    return events;
  }

  /**
   * Makes the log forget the keys of what is stored, as it does by itself after two minutes. What is stored later is
   * forgotten within moments too, until `rememberAgain` or until a service starts.
   */
  async forgetKeys(): Promise<void> {
    const key = `probe ${Math.random().toString(36)}`;
    await this.probe(key);
    const isForgotten = async () => {
      // Each time: a service that starts in this moment sets it right again.
      await this.setWindow(SHORT_WINDOW_MS);
      return !(await this.probe(key));
    };
    await eventually(isForgotten, { reason: 'the log has forgotten a key' });
  }

  rememberAgain(): Promise<void> {
    return this.setWindow(PRODUCT_WINDOW_MS);
  }

  /** Throws away what was said in a room up to a position, as retention does. */
  async purgeTalk(roomId: string, upTo: number): Promise<void> {
    await (await this.manager()).streams.purge(STREAM, { filter: `room.${roomId}.talk`, seq: upTo + 1 });
  }

  async deleteStream(): Promise<void> {
    await (await this.manager()).streams.delete(STREAM);
  }

  private manager() {
    return jetstreamManager(this.connection);
  }

  private async setWindow(ms: number): Promise<void> {
    await (await this.manager()).streams.update(STREAM, { duplicate_window: nanos(ms) });
  }

  /** Whether the log knew the key. */
  private async probe(key: string): Promise<boolean> {
    const options = headers();
    options.set('Nats-Msg-Id', key);
    const event = JSON.stringify({ type: 'Probed' });
    const answer = await this.connection.request('room.probe.talk', event, { headers: options, timeout: 5_000 });
    return answer.json<{ duplicate?: boolean }>().duplicate === true;
  }
}

const SHORT_WINDOW_MS = 100;
const PRODUCT_WINDOW_MS = 120_000;
