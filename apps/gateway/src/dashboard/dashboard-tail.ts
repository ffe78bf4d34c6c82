import { HISTORY_MS, type DashboardEvent, type DashboardStream } from '@noroshi/domain';
import type { ServerFrame } from '@noroshi/protocol';

export type DashboardFrame = Extract<ServerFrame, { kind: 'metrics' | 'rooms' | 'alert' | 'systemEvent' }>;
type FrameOf<K extends DashboardFrame['kind']> = Extract<DashboardFrame, { kind: K }>;

const streams = {
  metrics: 'metrics',
  rooms: 'rooms',
  alert: 'alerts',
  systemEvent: 'events',
} as const satisfies Record<DashboardFrame['kind'], DashboardStream>;

export const streamOf = ({ kind }: DashboardFrame): DashboardStream => streams[kind];

const SHOWN_EVENTS = 50;
/** Alerts that are over. */
const SHOWN_PAST = 50;
/** More than the log holds of alerts and events. */
const REMEMBERED_IDS = 1_000;

/** How things stand, for whoever begins to watch: the end of the dashboard's log. */
export class DashboardTail {
  #metrics: FrameOf<'metrics'>[] = [];
  /** Only how it is now: the rooms in which most is said are many words each second. */
  #rooms: FrameOf<'rooms'> | undefined;
  #events: FrameOf<'systemEvent'>[] = [];
  readonly #firing = new Map<string, FrameOf<'alert'>>();
  /** Whoever was away when an alert ended would else take it for one that fires. */
  #over: FrameOf<'alert'>[] = [];
  readonly #known = new Set<string>();

  /** What those who watch are told of it; undefined: they were told before, or it is of a later version. */
  take(event: DashboardEvent): DashboardFrame | undefined {
    switch (event.type) {
      case 'MetricsMeasured':
        return this.#measure({ kind: 'metrics', sample: { at: event.at, metrics: event.metrics } });
      case 'RoomsMeasured':
        return this.#count({ kind: 'rooms', at: event.at, rooms: event.rooms });
      case 'AlertChanged':
        return this.#isNews(`${event.alert.id} ${event.alert.state} ${event.alert.acknowledgedBy ?? ''}`)
          ? this.#turn({ kind: 'alert', alert: event.alert })
          : undefined;
      case 'SystemEventHappened':
        return this.#isNews(event.event.id) ? this.#happen({ kind: 'systemEvent', event: event.event }) : undefined;
      default:
        return undefined;
    }
  }

  /** Oldest first, of alerts those that are over before those that fire. @param now milliseconds since 1970 */
  standing(stream: DashboardStream, now: number): readonly DashboardFrame[] {
    switch (stream) {
      case 'metrics':
        return this.#metrics.filter(({ sample }) => sample.at > now - HISTORY_MS);
      case 'rooms':
        return this.#rooms && this.#rooms.at > now - HISTORY_MS ? [this.#rooms] : [];
      case 'alerts':
        return [...this.#over, ...this.#firing.values()];
      case 'events':
        return this.#events;
    }
  }

  #measure(frame: FrameOf<'metrics'>): DashboardFrame | undefined {
    const { at } = frame.sample;
    if (this.#metrics.at(-1)?.sample.at === at) return undefined;
    this.#metrics = [...this.#metrics.filter(({ sample }) => sample.at > at - HISTORY_MS), frame];
    return frame;
  }

  #count(frame: FrameOf<'rooms'>): DashboardFrame | undefined {
    if (this.#rooms?.at === frame.at) return undefined;
    this.#rooms = frame;
    return frame;
  }

  #turn(frame: FrameOf<'alert'>): DashboardFrame {
    const { id, state } = frame.alert;
    if (state === 'firing') {
      this.#firing.set(id, frame);
      return frame;
    }
    this.#firing.delete(id);
    this.#over = [...this.#over, frame].slice(-SHOWN_PAST);
    return frame;
  }

  #happen(frame: FrameOf<'systemEvent'>): DashboardFrame {
    this.#events = [...this.#events, frame].slice(-SHOWN_EVENTS);
    return frame;
  }

  #isNews(id: string): boolean {
    if (this.#known.has(id)) return false;
    this.#known.add(id);
    if (this.#known.size > REMEMBERED_IDS) this.#known.delete(this.#known.values().next().value ?? '');
    return true;
  }
}
