import { sessionLane, type GatewayEvent, type GatewayRun, type SessionEvent } from '@noroshi/domain';
import type { EventStore, Position } from '@noroshi/event-sourcing';

type Unnumbered<E> = E extends unknown ? Omit<E, 'run' | 'change'> : never;

/** An event as its run does not know it yet. */
export type SessionNews = Unnumbered<GatewayEvent>;

export interface RunLogOptions {
  readonly run: GatewayRun;
  readonly store: Pick<EventStore<SessionEvent>, 'append'>;
  /** Told once, when the log did not take an event: the run can't be told to its end any more. */
  readonly onFailure: (cause: unknown) => void;
}

interface Entry {
  readonly event: GatewayEvent;
  readonly settle: (position: Position | undefined) => void;
}

/** More at a time would not be faster, and fewer leave the log idle while acknowledgements travel. */
const IN_FLIGHT = 512;

/** Tells the log what happens in one run of this gateway: numbered, in order, without anybody having to wait for it. */
export class RunLog {
  readonly run: GatewayRun;
  readonly #options: RunLogOptions;
  #queue: Entry[] = [];
  #head = 0;
  #inFlight = 0;
  #change = 0;
  #acknowledged = 0;
  readonly #ahead = new Set<number>();
  #over = false;
  #idle: (() => void)[] = [];

  constructor(options: RunLogOptions) {
    this.#options = options;
    this.run = options.run;
  }

  /** How many events the log has acknowledged, without a hole. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Settles with the event's position; undefined when the run ended before the log had it. */
  append(news: SessionNews): Promise<Position | undefined> {
    if (this.#over) return Promise.resolve(undefined);
    this.#change += 1;
    const event = { ...news, run: this.run, change: this.#change } as GatewayEvent;
    return new Promise((settle) => {
      this.#queue.push({ event, settle });
      this.#pump();
    });
  }

  /** Another run says all that matters from now on. */
  end(): void {
    this.#over = true;
    for (const { settle } of this.#queue.splice(this.#head)) settle(undefined);
    this.#queue = [];
    this.#head = 0;
    this.#wakeIdle();
  }

  /** Settles when the log has everything, or the run has ended. */
  idle(): Promise<void> {
    if (this.#isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  get #isIdle(): boolean {
    return this.#inFlight === 0 && this.#head === this.#queue.length;
  }

  /** The first event goes alone: who finds another one first knows that the beginning is gone. */
  #pump(): void {
    const window = this.#acknowledged === 0 ? 1 : IN_FLIGHT;
    while (this.#inFlight < window && this.#head < this.#queue.length) {
      const entry = this.#queue[this.#head];
      this.#head += 1;
      if (entry) void this.#send(entry);
    }
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    }
  }

  async #send({ event, settle }: Entry): Promise<void> {
    this.#inFlight += 1;
    try {
      const result = await this.#options.store.append(sessionLane(this.run.gateway), event);
      this.#acknowledge(event.change);
      settle(result.stored ? result.position : undefined);
    } catch (cause) {
      settle(undefined);
      this.#fail(cause);
    } finally {
      this.#inFlight -= 1;
      this.#pump();
      this.#wakeIdle();
    }
  }

  #acknowledge(change: number): void {
    this.#ahead.add(change);
    while (this.#ahead.delete(this.#acknowledged + 1)) this.#acknowledged += 1;
  }

  #fail(cause: unknown): void {
    if (this.#over) return;
    this.end();
    this.#options.onFailure(cause);
  }

  #wakeIdle(): void {
    if (this.#isIdle) for (const resolve of this.#idle.splice(0)) resolve();
  }
}
