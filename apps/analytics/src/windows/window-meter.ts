import type { Taken } from '@noroshi/domain';
import type { CounterMetric, Metrics } from '@noroshi/telemetry';

/** What there is to be asked for. */
export interface Measured {
  /** Rooms of minutes that are open. */
  readonly open: number;
  /** Rollups that are not written yet. */
  readonly waiting: number;
}

const outcomes: readonly Taken[] = ['counted', 'late', 'repeated', 'before'];

/** What operators see of the windows. */
export class WindowMeter {
  readonly #metrics: Metrics;
  readonly #events: CounterMetric<'outcome'>;
  readonly #written: CounterMetric<never>;

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
    this.#events = metrics.counter('noroshi_window_events_total');
    this.#written = metrics.counter('noroshi_rollups_written_total');
    // A counter that begins at 1 has never grown, for those who ask whether it has.
    for (const outcome of outcomes) this.#events.inc({ outcome }, 0);
  }

  took(outcome: Taken): void {
    this.#events.inc({ outcome });
  }

  wrote(rollups: number): void {
    this.#written.inc(rollups);
  }

  /** @param measured read at each scrape */
  watch(measured: Measured): void {
    this.#metrics.gauge('noroshi_windows_open_count', () => measured.open);
    this.#metrics.gauge('noroshi_rollups_waiting_count', () => measured.waiting);
  }
}
