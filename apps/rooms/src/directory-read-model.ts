import { roomLane, type RoomEvent } from '@noroshi/domain';
import type { EventStore, ReadModel, RecordedEvent } from '@noroshi/event-sourcing';
import { directoryLanes, RoomDirectory, type DirectoryEvent } from './room-directory.js';

/** The directory as it is kept up to date, rebuilt and mended. What is filled beside it tells nobody of its events. */
export const directoryReadModel = (
  directory: RoomDirectory,
  store: Pick<EventStore<RoomEvent>, 'read'>,
): ReadModel<DirectoryEvent> => ({
  name: directory.name,
  apply: (recorded) => directory.apply(recorded),
  passOver: (recorded) => directory.passOver(recorded),
  beside: () => {
    const fresh = new RoomDirectory(() => undefined);
    return { filling: fresh, swapIn: () => directory.become(fresh) };
  },
  refold: async (roomId, isBuried) => {
    const lanes = directoryLanes.map((name) => roomLane(roomId, name));
    let isDone = false;
    while (!isDone) {
      const events = (await store.read(lanes)) as readonly RecordedEvent<DirectoryEvent>[];
      // Otherwise something happened while the log was read.
      isDone = directory.refold(roomId, events, isBuried);
    }
  },
});
