import {
  dashboardLaneOf,
  formatOffset,
  type DashboardEvent,
  type RoomEvent,
  type SystemEventHappened,
} from '@noroshi/domain';
import type { EventStore, Reactor, RecordedEvent } from '@noroshi/event-sourcing';

export interface OpenedRoomsOptions {
  /** Of the log of the rooms. */
  readonly epoch: string;
  readonly store: Pick<EventStore<DashboardEvent>, 'append'>;
  /** Ids of what was told before. */
  readonly told: ReadonlySet<string>;
  readonly now: () => number;
}

/** What is older is no news, when the log of the rooms is read for the first time. */
const NEWS_MS = 24 * 3_600_000;

/** Tells dashboards of each room that is opened. Guests may be among them: of a private room not which one. */
export class OpenedRooms implements Reactor<RoomEvent> {
  readonly name: string;
  readonly #options: OpenedRoomsOptions;

  constructor(options: OpenedRoomsOptions) {
    this.#options = options;
    this.name = `opened-rooms-${options.epoch}`;
  }

  async react(recorded: RecordedEvent<RoomEvent>): Promise<void> {
    const { told, store, now } = this.#options;
    if (recorded.event.type !== 'RoomOpened' || now() - recorded.recordedAt > NEWS_MS) return;
    const happened = this.#happened(recorded, recorded.event);
    const { id } = happened.event;
    if (!told.has(id)) await store.append(dashboardLaneOf(happened), happened, { idempotencyKey: id });
  }

  #happened(
    { lane, position, recordedAt }: RecordedEvent<RoomEvent>,
    { name, settings }: Extract<RoomEvent, { type: 'RoomOpened' }>,
  ): SystemEventHappened {
    const id = `opened-${formatOffset(this.#options.epoch, position)}`;
    const which = settings.isPublic
      ? { message: `${name} was opened`, roomId: lane.entity }
      : { message: 'A private room was opened' };
    return { type: 'SystemEventHappened', event: { id, kind: 'room_opened', ...which, timestamp: recordedAt } };
  }
}
