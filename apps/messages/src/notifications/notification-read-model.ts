import { InMemoryNotificationBox, noticesLane, type NotificationEvent } from '@noroshi/domain';
import type { EventStore, ReadModel } from '@noroshi/event-sourcing';

const NAME = 'notifications';

/** What users have been told of, as it is kept up to date, rebuilt and mended. */
export const notificationReadModel = (
  box: InMemoryNotificationBox,
  store: Pick<EventStore<NotificationEvent>, 'read'>,
): ReadModel<NotificationEvent> => ({
  name: NAME,
  apply: (recorded) => box.apply(recorded),
  beside: () => {
    const fresh = new InMemoryNotificationBox();
    return { filling: { name: NAME, apply: (recorded) => fresh.apply(recorded) }, swapIn: () => box.become(fresh) };
  },
  refold: async (userId, isBuried) => {
    let isDone = false;
    while (!isDone) {
      const events = await store.read([noticesLane(userId)]);
      // Otherwise something happened while the log was read.
      isDone = box.refold(
        userId,
        events.filter(({ position }) => !isBuried(position)),
      );
    }
  },
});
