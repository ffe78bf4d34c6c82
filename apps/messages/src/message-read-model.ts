import { InMemoryMessageHistory, roomLane, type RoomEvent, type TalkEvent } from '@noroshi/domain';
import type { EventStore, ReadModel, RecordedEvent } from '@noroshi/event-sourcing';

/** The history as it is kept up to date, rebuilt and mended. */
export const messageReadModel = (
  history: InMemoryMessageHistory,
  store: Pick<EventStore<RoomEvent>, 'read'>,
): ReadModel<TalkEvent> => ({
  name: 'message-history',
  apply: (recorded) => history.apply(recorded),
  beside: () => {
    const fresh = new InMemoryMessageHistory();
    return {
      filling: { name: 'message-history', apply: (recorded) => fresh.apply(recorded) },
      swapIn: () => history.become(fresh),
    };
  },
  refold: async (roomId, isBuried) => {
    let isDone = false;
    while (!isDone) {
      const said = await store.read([roomLane(roomId, 'talk')]);
      const counted = said.filter(({ position }) => !isBuried(position)) as readonly RecordedEvent<TalkEvent>[];
      // Otherwise something was said while the log was read.
      isDone = history.refold(roomId, counted);
    }
  },
});
