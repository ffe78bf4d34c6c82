import type { EventSubscription, SubscribeOptions } from '../event-subscription.js';
import type { Event, Position, RecordedEvent } from '../event.js';
import type { LogTail } from './log-tail.js';

export class InMemorySubscription<E extends Event> implements EventSubscription<E> {
  readonly caughtUp: Promise<void>;
  private readonly end: Position;
  private position: Position;
  private closed = false;
  private wake: () => void = () => undefined;
  private settleCaughtUp: () => void = () => undefined;
  private readonly stopListening: () => void;

  constructor(
    private readonly tail: LogTail<E>,
    private readonly options: SubscribeOptions,
  ) {
    this.position = options.after;
    this.end = tail.events.findLast((recorded) => this.wants(recorded))?.position ?? 0;
    this.caughtUp = new Promise((resolve) => (this.settleCaughtUp = resolve));
    this.stopListening = tail.onAppend(() => this.wake());
    this.tellIfCaughtUp();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordedEvent<E>> {
    try {
      for (let next = await this.next(); next; next = await this.next()) {
        this.position = next.position;
        yield next;
        this.tellIfCaughtUp();
      }
    } finally {
      await this.close();
    }
  }

  close(): Promise<void> {
    this.closed = true;
    this.stopListening();
    this.wake();
    return Promise.resolve();
  }

  /** Undefined when closed. */
  private async next(): Promise<RecordedEvent<E> | undefined> {
    while (!this.closed) {
      const next = this.find();
      if (next) return next;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return undefined;
  }

  private find(): RecordedEvent<E> | undefined {
    const { events } = this.tail;
    for (let index = this.position; index < events.length; index += 1) {
      const recorded = events[index];
      if (recorded && this.wants(recorded)) return recorded;
    }
    return undefined;
  }

  private wants({ lane, position }: RecordedEvent): boolean {
    const { category, lanes, after } = this.options;
    return position > after && lane.category === category && lanes.includes(lane.name);
  }

  private tellIfCaughtUp(): void {
    if (this.position >= this.end) this.settleCaughtUp();
  }
}
