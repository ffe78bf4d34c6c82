import type { AppendOptions, AppendResult, EventStore, ReadRange } from '../event-store.js';
import type { EventSource, EventSubscription, SubscribeOptions } from '../event-subscription.js';
import { sameLane, type Event, type Lane, type Position, type RecordedEvent } from '../event.js';
import type { Following, FollowOptions, LiveFeed } from '../live-feed.js';
import { InMemoryFollowing } from './in-memory-following.js';
import { InMemorySubscription } from './in-memory-subscription.js';
import type { LogTail } from './log-tail.js';
import { overTheWire } from './over-the-wire.js';

export interface InMemoryEventLogOptions {
  /** One to sixteen of `0-9a-z`. */
  readonly epoch?: string;
  /** The log's clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** The whole log as one array: store, subscriptions and live feed of it. Idempotency keys are remembered for good. */
export class InMemoryEventLog<E extends Event = Event> implements EventStore<E>, EventSource<E>, LiveFeed<E> {
  readonly epoch: string;
  private readonly now: () => number;
  /** The event at index i has position i + 1. */
  private readonly events: RecordedEvent<E>[] = [];
  private readonly keys = new Map<string, Position>();
  private readonly listeners = new Set<() => void>();

  constructor({ epoch = 'memory', now = Date.now }: InMemoryEventLogOptions = {}) {
    this.epoch = epoch;
    this.now = now;
  }

  append(lane: Lane, event: E, { guard, idempotencyKey }: AppendOptions = {}): Promise<AppendResult> {
    const actual = guard && this.last(guard.lane);
    if (actual !== guard?.position) return Promise.resolve({ stored: false, actual: actual ?? 0 });
    const first = idempotencyKey === undefined ? undefined : this.keys.get(idempotencyKey);
    if (first !== undefined) return Promise.resolve({ stored: true, position: first, duplicate: true });
    return Promise.resolve({ stored: true, position: this.store(lane, event, idempotencyKey), duplicate: false });
  }

  read(
    lanes: readonly Lane[],
    { after = 0, upTo = Infinity, limit }: ReadRange = {},
  ): Promise<readonly RecordedEvent<E>[]> {
    return Promise.resolve(
      this.events
        .slice(after, upTo)
        .filter((recorded) => lanes.some((lane) => sameLane(lane, recorded.lane)))
        .slice(0, limit),
    );
  }

  readAt(position: Position): Promise<RecordedEvent<E> | undefined> {
    return Promise.resolve(this.events[position - 1]);
  }

  /** Nothing is ever removed. */
  wholeAfter(_lane: Lane, after: Position): Promise<Position> {
    return Promise.resolve(after);
  }

  lastPosition(lane: Lane): Promise<Position> {
    return Promise.resolve(this.last(lane));
  }

  subscribe(options: SubscribeOptions): Promise<EventSubscription<E>> {
    return Promise.resolve(new InMemorySubscription<E>(this.tail, options));
  }

  follow(options: FollowOptions<E>): Promise<Following> {
    const { category, entity, after } = options;
    const positions = Object.entries(after).map(([name, position]): [string, Position] => [
      name,
      position === 'latest' ? this.last({ category, entity, name }) : position,
    ]);
    return Promise.resolve(new InMemoryFollowing<E>({ tail: this.tail, options, positions: new Map(positions) }));
  }

  private store(lane: Lane, event: E, idempotencyKey?: string): Position {
    const position = this.events.length + 1;
    this.events.push({ event: asStored(event), lane: { ...lane }, position, recordedAt: this.now() });
    if (idempotencyKey !== undefined) this.keys.set(idempotencyKey, position);
    for (const listener of [...this.listeners]) listener();
    return position;
  }

  private last(lane: Lane): Position {
    return this.events.findLast((recorded) => sameLane(recorded.lane, lane))?.position ?? 0;
  }

  private get tail(): LogTail<E> {
    return {
      events: this.events,
      onAppend: (listener) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
    };
  }
}

/** The same JSON that any other log would give back, and no object shared with the writer. */
const asStored = <E>(event: E): E => overTheWire(event) as E;
