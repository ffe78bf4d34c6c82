import type { Event, RecordedEvent } from './event.js';
import type { EventSubscription } from './event-subscription.js';

/** Reads a subscription ahead, up to a limit, while somebody is busy with what came before. */
export class Arrivals<E extends Event> {
  private waiting: RecordedEvent<E>[] = [];
  private isOver = false;
  private readonly reading: Promise<void>;
  private arrived: () => void = () => undefined;
  private taken: () => void = () => undefined;

  constructor(
    private readonly subscription: EventSubscription<E>,
    private readonly most: number,
  ) {
    this.reading = this.read().finally(() => {
      this.isOver = true;
      this.arrived();
    });
    // Told to whoever asks for what comes next.
    this.reading.catch(() => undefined);
  }

  /**
   * All that has arrived since the last call, one at least; undefined when the subscription has ended.
   *
   * @throws what the subscription throws, once everything that came before was given
   */
  async next(): Promise<readonly RecordedEvent<E>[] | undefined> {
    while (this.waiting.length === 0) {
      if (this.isOver) {
        await this.reading;
        return undefined;
      }
      await new Promise<void>((resolve) => (this.arrived = resolve));
    }
    return this.take();
  }

  /** Closes the subscription. What was read and not given is forgotten: whoever begins again gets it again. */
  async end(): Promise<void> {
    await this.subscription.close();
    this.take();
    await this.reading.catch(() => undefined);
  }

  private take(): readonly RecordedEvent<E>[] {
    const batch = this.waiting;
    this.waiting = [];
    this.taken();
    return batch;
  }

  private async read(): Promise<void> {
    for await (const recorded of this.subscription) {
      this.waiting.push(recorded);
      this.arrived();
      if (this.waiting.length >= this.most) await new Promise<void>((resolve) => (this.taken = resolve));
    }
  }
}
