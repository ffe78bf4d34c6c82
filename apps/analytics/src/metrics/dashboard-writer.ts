import {
  dashboardLaneOf,
  type Alert,
  type AlertChanged,
  type DashboardEvent,
  type MetricsMeasured,
  type RoomsMeasured,
  type SystemEventHappened,
} from '@noroshi/domain';
import { BackOff, Outage, untilReachable, type EventStore } from '@noroshi/event-sourcing';
import type { Logger } from '@noroshi/telemetry';

export interface DashboardWriterOptions {
  readonly store: Pick<EventStore<DashboardEvent>, 'append'>;
  readonly logger: Pick<Logger, 'warn'>;
}

type Kept = AlertChanged | SystemEventHappened;
type Measured = MetricsMeasured | RoomsMeasured;

/** Far more than the log keeps of them. */
const MOST_WAITING = 1_000;

/** Puts what dashboards show into their log. Under a key each, so that a second writer of the same adds nothing. */
export class DashboardWriter {
  readonly #options: DashboardWriterOptions;
  readonly #pauses = new BackOff();
  readonly #waiting: Kept[] = [];
  #keeping: Promise<void> | undefined;
  /** What is to be stored next, by its type. */
  readonly #next = new Map<Measured['type'], Measured>();
  /** What is under way. */
  readonly #measuring = new Map<Measured['type'], Promise<void>>();
  #isGap = false;

  constructor(options: DashboardWriterOptions) {
    this.#options = options;
  }

  /** Left out when the log does not take it: charts have a gap then. Of those that wait for one before them the last is stored. */
  measure(measured: Measured): void {
    const { type } = measured;
    this.#next.set(type, measured);
    if (this.#measuring.has(type)) return;
    this.#measuring.set(
      type,
      this.#measureAll(type).finally(() => this.#measuring.delete(type)),
    );
  }

  /** Stored in the order of the calls, however long the log is away. */
  keep(event: Kept): void {
    this.#waiting.push(event);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#options.logger.warn('more alerts and events wait for the log than it keeps: the oldest is forgotten');
    }
    this.#keeping ??= this.#keepAll().finally(() => (this.#keeping = undefined));
  }

  /** Settles when what is under way is stored, or failed. */
  async close(): Promise<void> {
    this.#pauses.end();
    await Promise.all([...this.#measuring.values(), this.#keeping]);
  }

  async #measureAll(type: Measured['type']): Promise<void> {
    for (let next = this.#next.get(type); next; next = this.#next.get(type)) {
      this.#next.delete(type);
      try {
        await this.#append(next, `${dashboardLaneOf(next).name}-${next.at}`);
        this.#isGap = false;
      } catch (cause) {
        this.#gap(cause);
      }
    }
  }

  /** Said once for each gap. */
  #gap(cause: unknown): void {
    if (!(cause instanceof Outage)) throw cause;
    if (!this.#isGap) this.#options.logger.warn('metrics can not be stored: charts have a gap', { cause });
    this.#isGap = true;
  }

  async #keepAll(): Promise<void> {
    const onWaiting = (cause: unknown) => this.#options.logger.warn('alerts and events wait for the log', { cause });
    for (let event = this.#waiting[0]; event; event = this.#waiting[0]) {
      const next = event;
      try {
        await untilReachable(() => this.#append(next, keyOf(next)), { pauses: this.#pauses, onWaiting });
      } catch (cause) {
        if (cause instanceof Outage && this.#pauses.isEnded) return;
        throw cause;
      }
      // Unless it was forgotten meanwhile.
      if (this.#waiting[0] === next) this.#waiting.shift();
    }
  }

  async #append(event: DashboardEvent, idempotencyKey: string): Promise<void> {
    await this.#options.store.append(dashboardLaneOf(event), event, { idempotencyKey });
  }
}

const keyOf = (event: Kept): string =>
  event.type === 'AlertChanged' ? `${event.alert.id}-${stageOf(event.alert)}` : event.event.id;

const stageOf = ({ state, acknowledgedBy }: Alert): string =>
  state === 'firing' && acknowledgedBy !== undefined ? 'acknowledged' : state;
