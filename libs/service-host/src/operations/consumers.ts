import type { Logger, Metrics, Tracing } from '@noroshi/telemetry';
import { consumerLog, type ConsumerLog } from '../consumer-log.js';

/** An event that was read from a log, as far as those who measure look at it. */
interface Read {
  readonly lane: unknown;
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  readonly trace?: string;
}

/** What becomes of an event, or of a batch. */
const outcomes = ['done', 'buried', 'stopped'] as const;
type Outcome = (typeof outcomes)[number];

/** What a projection or reactor tells of its work. */
export interface ConsumerWatch extends ConsumerLog {
  /** Handles the events, and looks on. */
  around<O extends Outcome>(events: readonly Read[], handle: () => Promise<O>): Promise<O>;
}

export interface ConsumersOptions {
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** What operators see of the projections and reactors of a process: lines in the log, metrics and traces. */
export class Consumers {
  readonly #options: ConsumersOptions;
  readonly #watched = new Map<string, Watched>();

  constructor(options: ConsumersOptions) {
    this.#options = options;
    const { metrics, now = Date.now } = options;
    const tell = (value: (watched: Watched) => number) => () =>
      [...this.#watched].map(([consumer, watched]) => [{ consumer }, value(watched)] as const);
    metrics.counter('noroshi_consumer_events_total');
    metrics.gauge(
      'noroshi_consumer_position',
      tell(({ position }) => position),
    );
    metrics.gauge(
      'noroshi_consumer_lag_seconds',
      tell((watched) => watched.lagMs(now()) / 1000),
    );
    metrics.gauge(
      'noroshi_consumer_waiting_seconds',
      tell((watched) => watched.waitingMs(now()) / 1000),
    );
  }

  /** @param consumer lower-case letters, digits and hyphens */
  watch(consumer: string): ConsumerWatch {
    const { metrics, logger, now = Date.now } = this.#options;
    const watched = new Watched();
    const told = consumerLog(consumer, logger);
    this.#watched.set(consumer, watched);
    // A counter that begins at 1 has never grown, for those who ask whether it has.
    for (const outcome of outcomes) metrics.counter('noroshi_consumer_events_total').inc({ consumer, outcome }, 0);
    return {
      ...told,
      onWaiting: (cause) => {
        watched.waits(now());
        told.onWaiting(cause);
      },
      around: (events, handle) => this.#handle({ consumer, watched, events, handle }),
    };
  }

  /** `down`: it waits for something that is away. */
  states(): Readonly<Record<string, 'up' | 'down'>> {
    const state = (watched: Watched) => (watched.isWaiting ? 'down' : 'up');
    return Object.fromEntries([...this.#watched].map(([consumer, watched]) => [consumer, state(watched)]));
  }

  async #handle<O extends Outcome>({ consumer, watched, events, handle }: Handling<O>): Promise<O> {
    watched.takes(events);
    try {
      const outcome = await this.#traced(consumer, events, handle);
      const dealtWith = this.#options.metrics.counter('noroshi_consumer_events_total');
      dealtWith.inc({ consumer, outcome }, events.length);
      if (outcome !== 'stopped') watched.reaches(events);
      return outcome;
    } finally {
      watched.isDoneWith(events);
    }
  }

  #traced<O>(consumer: string, events: readonly Read[], handle: () => Promise<O>): Promise<O> {
    const { tracing } = this.#options;
    if (!tracing) return handle();
    const traces = events.map(({ trace }) => trace).filter((trace) => trace !== undefined);
    const [from, ...links] = traces;
    const attributes = { 'noroshi.position': events[0]?.position ?? 0, 'noroshi.events': events.length };
    return tracing.follow(from, { name: `handle ${consumer}`, kind: 'consumer', attributes, links }, handle);
  }
}

interface Handling<O> {
  readonly consumer: string;
  readonly watched: Watched;
  readonly events: readonly Read[];
  readonly handle: () => Promise<O>;
}

/** One projection or reactor, also while a second run of it goes over what it has dealt with already. */
class Watched {
  position = 0;
  readonly #inHand = new Set<readonly Read[]>();
  #waitingSince: number | undefined;

  get isWaiting(): boolean {
    return this.#waitingSince !== undefined;
  }

  takes(events: readonly Read[]): void {
    this.#inHand.add(events);
  }

  /** Only with something in hand: who waits before that is not told when the wait is over. */
  waits(now: number): void {
    if (this.#inHand.size > 0) this.#waitingSince ??= now;
  }

  reaches(events: readonly Read[]): void {
    this.position = Math.max(this.position, events.at(-1)?.position ?? 0);
  }

  isDoneWith(events: readonly Read[]): void {
    this.#inHand.delete(events);
    this.#waitingSince = undefined;
  }

  lagMs(now: number): number {
    const since = [...this.#inHand].map(([first]) =>
      first && first.position > this.position ? first.recordedAt : now,
    );
    return Math.max(0, now - Math.min(now, ...since));
  }

  waitingMs(now: number): number {
    return this.#waitingSince === undefined ? 0 : Math.max(0, now - this.#waitingSince);
  }
}
