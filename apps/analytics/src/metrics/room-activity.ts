import {
  ActivityReports,
  asActivityReport,
  channels,
  DistinctUsers,
  type RoomEvent,
  type RoomFigures,
} from '@noroshi/domain';
import type { Broadcast, EventStore } from '@noroshi/event-sourcing';
import type { Clock } from './clock.js';
import { RoomNames } from './room-names.js';

export interface RoomActivityOptions {
  readonly broadcast: Pick<Broadcast, 'listen'>;
  /** Of the rooms. */
  readonly store: Pick<EventStore<RoomEvent>, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface RoomActivity {
  /** Undefined: nobody is heard who counts. */
  figures(): RoomFigures | undefined;
  close(): void;
}

/** What is done in all rooms, as those tell who count it. */
export async function hearRoomActivity({ broadcast, store, clock }: RoomActivityOptions): Promise<RoomActivity> {
  const now = () => clock.now();
  const [reports, names] = [new ActivityReports(), new RoomNames({ store, now })];
  const hearing = await broadcast.listen(channels.activity, (payload) => {
    const report = asActivityReport(payload);
    if (report) reports.hear(report, now());
  });
  return {
    figures: () => {
      const merged = reports.merged(now());
      if (!merged) return undefined;
      const { participants, topRooms, ...figures } = merged;
      const count = DistinctUsers.from(participants)?.count ?? 0;
      return { ...figures, participants: count, topRooms: names.publicOf(topRooms) };
    },
    close: () => hearing.close(),
  };
}
