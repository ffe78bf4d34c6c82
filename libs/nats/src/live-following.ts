import type { Msg, Subscription } from '@nats-io/nats-core';
import {
  EventLogUnavailable,
  type Event,
  type Following,
  type FollowOptions,
  type Lane,
  type Position,
  type RecordedEvent,
} from '@noroshi/event-sourcing';
import { callListener } from './call-listener.js';
import type { Nats } from './connect.js';
import { judge } from './gap.js';
import type { LogReader } from './log-reader.js';
import { onMessage } from './on-message.js';
import { RetryPause } from './retry-pause.js';
import type { Signal } from './signal.js';
import type { Slots } from './slots.js';
import { readStoredHeaders, toRecorded, type StoredHeaders } from './stored-message.js';
import type { EventLog } from './streams.js';
import { laneSubject, liveEntitySubjects, liveSubject } from './subjects.js';

export interface FeedSource<E extends Event> {
  readonly nats: Nats;
  readonly log: EventLog;
  readonly reader: LogReader<E>;
  readonly reads: Slots;
  /** Something may have been lost without a trace. */
  readonly doubts: Signal;
}

interface Arrived {
  readonly headers: StoredHeaders;
  readonly data: Uint8Array;
}

/** While the log is read, live events wait; more than these are dropped and read from the log in their turn. */
const MAX_WAITING = 1_000;

/**
 * Follows some lanes of one entity. Live events are delivered within the transport's callback for as long as nothing is
 * missing; else they wait until what is missing has been read.
 */
export class LiveFollowing<E extends Event> implements Following {
  private readonly lanes = new Map<string, Lane>();
  private readonly known = new Map<string, Position>();
  private readonly subscription: Subscription;
  private readonly stopWatching: () => void;
  private readonly pause: RetryPause;
  private waiting: Arrived[] = [];
  /** From the start: nothing is delivered before the positions are known. */
  private reading = true;
  /** How often a reading was asked for: one that began before the last wish does not fulfil it. */
  private asked = 0;
  private closed = false;
  private caughtUp: (() => void)[] = [];

  constructor(
    private readonly source: FeedSource<E>,
    private readonly options: FollowOptions<E>,
  ) {
    const { category, entity, after } = options;
    for (const name of Object.keys(after))
      this.lanes.set(laneSubject({ category, entity, name }), { category, entity, name });
    const [only, ...others] = this.lanes.values();
    const subject = only && others.length === 0 ? liveSubject(only) : liveEntitySubjects({ category, entity });
    this.subscription = source.nats.connection.subscribe(subject, {
      callback: onMessage((message) => this.onMessage(message)),
    });
    this.pause = new RetryPause(source.nats);
    this.stopWatching = source.doubts.listen(() => this.read());
  }

  /** @throws EventLogUnavailable */
  async start(positions: ReadonlyMap<string, Position>): Promise<void> {
    for (const [lane, position] of positions) this.known.set(lane, position);
    if (Object.values(this.options.after).some((after) => after !== 'latest')) await this.readMissing();
    if (this.deliverWaiting() && this.asked === 0) this.reading = false;
    else await this.readUntilDone();
  }

  position(lane: string): Position {
    return this.known.get(lane) ?? 0;
  }

  catchUp(): Promise<void> {
    if (this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.caughtUp.push(resolve);
      this.read();
    });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.stopWatching();
    this.pause.close();
    this.subscription.unsubscribe();
    this.waiting = [];
    this.tellCaughtUp();
  }

  private onMessage(message: Msg): void {
    if (this.closed || !message.headers) return;
    const arrived = { headers: readStoredHeaders(message.headers), data: message.data };
    if (!this.reading && this.take(arrived)) return;
    const full = this.waiting.length >= MAX_WAITING;
    if (!full) this.waiting.push(arrived);
    if (full || !this.reading) this.read();
  }

  /** False when something before it is missing. */
  private take({ headers, data }: Arrived): boolean {
    const lane = this.lanes.get(headers.subject);
    if (!lane) return true;
    const { position, previous, fence } = headers;
    const fencing = fence && this.lanes.get(fence.subject);
    const judgement = judge(this.known, {
      lane: lane.name,
      position,
      previous,
      fence: fencing && { lane: fencing.name, position: fence.position },
    });
    if (judgement === 'next') this.deliver(toRecorded<E>({ headers, data }, lane));
    return judgement !== 'gap';
  }

  private deliver(recorded: RecordedEvent<E>): void {
    this.known.set(recorded.lane.name, recorded.position);
    this.source.log.height.met(recorded.position);
    callListener(() => this.options.onEvent(recorded));
  }

  /** Holds live events back until all that is stored by now has been delivered. */
  private read(): void {
    this.asked += 1;
    if (this.reading) return;
    this.reading = true;
    void this.readUntilDone();
  }

  private async readUntilDone(): Promise<void> {
    for (let retries = 0; !this.closed; retries += 1) {
      const asked = this.asked;
      const complete = (await this.tryRead()) && this.deliverWaiting();
      if (complete && asked === this.asked) break;
      if (!complete) await this.pause.wait(retries);
    }
    this.reading = false;
    this.tellCaughtUp();
  }

  /** False when the log is away. */
  private async tryRead(): Promise<boolean> {
    try {
      await this.readMissing();
      return true;
    } catch (cause) {
      if (cause instanceof EventLogUnavailable) return false;
      throw cause;
    }
  }

  private async readMissing(): Promise<void> {
    const { reader, reads } = this.source;
    await reads.take();
    try {
      const ranges = [...this.lanes.values()].map((lane) => ({ lane, after: this.position(lane.name) }));
      for (const recorded of await reader.read(ranges)) if (!this.closed) this.deliver(recorded);
    } finally {
      reads.give();
    }
  }

  /** False when something is missing still. */
  private deliverWaiting(): boolean {
    const left = this.waiting.findIndex((arrived) => !this.take(arrived));
    this.waiting = left < 0 ? [] : this.waiting.slice(left);
    return left < 0;
  }

  private tellCaughtUp(): void {
    for (const resolve of this.caughtUp.splice(0)) resolve();
  }
}
