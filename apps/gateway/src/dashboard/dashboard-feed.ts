import { dashboardCategory, dashboardEntity, type DashboardEvent } from '@noroshi/domain';
import { BackOff, Outage, untilReachable } from '@noroshi/event-sourcing';
import { createLiveFeed, ensureDashboardLog, watchLogs, type Nats } from '@noroshi/nats';
import type { Logger } from '@noroshi/telemetry';

export interface DashboardFeedOptions {
  readonly nats: Nats;
  /** Copies of the log in a cluster. */
  readonly replicas: number;
  readonly onEvent: (event: DashboardEvent) => void;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/**
 * Follows the dashboard's log from its beginning, in the background: the gateway does not wait for it. A log that was made
 * anew is followed from its beginning.
 */
export class DashboardFeed {
  readonly #options: DashboardFeedOptions;
  readonly #pauses = new BackOff();
  readonly #closed: Promise<void>;
  #close: () => void = () => undefined;
  #stopFollowing: () => void = () => undefined;

  constructor(options: DashboardFeedOptions) {
    this.#options = options;
    this.#closed = new Promise((resolve) => (this.#close = resolve));
    void this.#run();
  }

  close(): void {
    this.#pauses.end();
    this.#stopFollowing();
    this.#close();
  }

  async #run(): Promise<void> {
    try {
      while (!this.#pauses.isEnded) await this.#follow();
    } catch (cause) {
      // Nobody waits for the log any more.
      if (!(cause instanceof Outage && this.#pauses.isEnded)) throw cause;
    }
  }

  /** Settles when this log is over, or nobody wants it any more. */
  async #follow(): Promise<void> {
    const { nats, replicas, onEvent, logger } = this.#options;
    const log = await this.#patiently(() => ensureDashboardLog(nats, { replicas }));
    const feed = createLiveFeed<DashboardEvent>(nats, log);
    const following = await this.#patiently(() =>
      feed.follow({
        category: dashboardCategory,
        entity: dashboardEntity,
        after: { metrics: 0, alerts: 0, events: 0, rooms: 0 },
        onEvent: ({ event }) => onEvent(event),
      }),
    );
    const watch = watchLogs(nats, { logs: { log }, log: logger });
    this.#stopFollowing = () => {
      watch.close();
      following.close();
    };
    await Promise.race([watch.replaced, this.#closed]);
    this.#stopFollowing();
  }

  #patiently<T>(work: () => Promise<T>): Promise<T> {
    const onWaiting = (cause: unknown) => this.#options.logger.warn('waiting for the log of the dashboard', { cause });
    return untilReachable(work, { pauses: this.#pauses, onWaiting });
  }
}
