import { randomUUID } from 'node:crypto';
import {
  acknowledgeAlert,
  evaluateAlerts,
  mergeReports,
  raiseAlert,
  resumeAlerts,
  Roster,
  type Acknowledgement,
  type Alert,
  type AlertBook,
  type AlertRule,
  type Evaluated,
  type ProcessReport,
  type RoomFigures,
  type Sample,
  type SystemEventHappened,
  type TestAlert,
} from '@noroshi/domain';
import type { Clock } from './clock.js';
import type { DashboardWriter } from './dashboard-writer.js';
import type { Past } from './past.js';

export interface MeasurerOptions {
  readonly rules: readonly AlertRule[];
  readonly past: Past;
  readonly clock: Pick<Clock, 'now'>;
  /** What is done in rooms; undefined: nobody counts it. */
  readonly rooms: () => RoomFigures | undefined;
  readonly writer: Pick<DashboardWriter, 'measure' | 'keep'>;
  /** False while nothing can be heard of anybody: then silence means nothing. */
  readonly canHear: () => boolean;
}

/** Every process reports within this: before it, somebody may be missing. */
const FIRST_REPORTS_MS = 1_000;
/** Whoever comes round so late was stopped for a while, and may not have heard what came meanwhile. */
const LATE_MS = 4_000;
const TEST_LASTS_MS = 10_000;

/** Makes of what all processes report, second by second: metrics, alerts, and who came and who went. */
export class Measurer {
  readonly #options: MeasurerOptions;
  readonly #roster: Roster;
  readonly #begunAt: number;
  #book: AlertBook;
  #roundAt: number;

  constructor(options: MeasurerOptions) {
    const { rules, past, clock } = options;
    this.#options = options;
    this.#begunAt = clock.now();
    this.#roundAt = this.#begunAt;
    this.#roster = new Roster(past.events, this.#begunAt);
    const { book, changes } = resumeAlerts(rules, past.alerts, past.samples);
    this.#book = book;
    for (const change of changes) options.writer.keep(change);
  }

  hear(report: ProcessReport): void {
    this.#keep(this.#roster.hear(report, this.#options.clock.now()));
  }

  /** To be called once a second. */
  goRound(): void {
    const { clock, canHear, rules, writer } = this.#options;
    const now = clock.now();
    const isDeaf = !canHear() || now - this.#roundAt > LATE_MS;
    this.#roundAt = now;
    this.#keep(this.#roster.sweep(now, isDeaf));
    if (isDeaf || now - this.#begunAt < FIRST_REPORTS_MS) return;
    const metrics = mergeReports(this.#roster.reports(), this.#roster.connectedUsers);
    const counted = this.#options.rooms();
    const at = Math.floor(now / 1000) * 1000;
    writer.measure({ type: 'MetricsMeasured', at, metrics });
    if (counted) writer.measure({ type: 'RoomsMeasured', at, rooms: counted });
    const sample: Sample = { at, metrics, ...(counted && { rooms: counted }) };
    this.#turn(evaluateAlerts(this.#book, rules, sample));
  }

  /** It is resolved soon. */
  raise({ severity = 'info', title = 'Test alert', message = 'Somebody wanted to see an alert' }: TestAlert): Alert {
    const now = this.#options.clock.now();
    const alert: Alert = {
      ...{ id: `test-${randomUUID()}`, severity, title, message, metric: 'test', value: 1, threshold: 0 },
      ...{ timestamp: now, state: 'firing' },
    };
    this.#turn(raiseAlert(this.#book, alert, now + TEST_LASTS_MS));
    return alert;
  }

  /** Undefined: no such alert fires. */
  acknowledge({ alertId, by }: Omit<Acknowledgement, 'at'>): Alert | undefined {
    const acknowledged = acknowledgeAlert(this.#book, { alertId, by, at: this.#options.clock.now() });
    if (acknowledged) this.#turn(acknowledged);
    return acknowledged?.alert;
  }

  #turn({ book, changes }: Evaluated): void {
    this.#book = book;
    for (const change of changes) this.#options.writer.keep(change);
  }

  #keep(events: readonly SystemEventHappened[]): void {
    for (const event of events) this.#options.writer.keep(event);
  }
}
