import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { NotificationBox, NotificationQuery } from '../notifications/notification-box.js';
import { noticesLane, type NotificationEvent } from '../notifications/notification-events.js';

const at = (position: Position, event: NotificationEvent, userId = 'ann'): RecordedEvent<NotificationEvent> => ({
  event,
  lane: noticesLane(userId),
  position,
  recordedAt: 1_700_000_000_000 + position,
});
const added = (title: string): NotificationEvent => ({
  type: 'NotificationAdded',
  notification: { title, message: 'm', type: 'info' },
  unreadCount: 1,
});
const read = (notification: Position): NotificationEvent => ({
  type: 'NotificationRead',
  notification,
  unreadCount: 0,
});

/** What every `NotificationBox` keeps. `create` gives an empty one. */
export function notificationBoxContract(create: () => NotificationBox | Promise<NotificationBox>): void {
  let box: NotificationBox;
  const apply = async (...events: readonly RecordedEvent<NotificationEvent>[]) => {
    for (const event of events) await box.apply(event);
  };
  const page = async (query: Partial<NotificationQuery> = {}) => {
    const { items, ...rest } = await box.page({ userId: 'ann', unreadOnly: false, limit: 100, ...query });
    return { titles: items.map(({ title }) => title), ...rest };
  };

  beforeEach(async () => {
    box = await create();
    await apply(at(1, added('a')), at(2, added('of bob'), 'bob'), at(3, added('b')), at(5, added('c')));
  });

  it('is the latest notifications of one user, oldest first, and how many are unread', async () => {
    expect(await page()).toEqual({ titles: ['a', 'b', 'c'], more: false, unreadCount: 3 });
    expect(await page({ limit: 2 })).toEqual({ titles: ['b', 'c'], more: true, unreadCount: 3 });
    expect(await page({ userId: 'bob' })).toEqual({ titles: ['of bob'], more: false, unreadCount: 1 });
    expect(await page({ userId: 'zoe' })).toEqual({ titles: [], more: false, unreadCount: 0 });
  });

  it('is paged both ways', async () => {
    expect(await page({ before: 5, limit: 1 })).toMatchObject({ titles: ['b'], more: true });
    expect(await page({ before: 3, limit: 9 })).toMatchObject({ titles: ['a'], more: false });
    expect(await page({ after: 0, limit: 2 })).toMatchObject({ titles: ['a', 'b'], more: true });
    expect(await page({ after: 3, limit: 2 })).toMatchObject({ titles: ['c'], more: false });
  });

  it('keeps what is read, but not among the unread', async () => {
    await apply(at(6, read(3)));
    expect(await page()).toMatchObject({ titles: ['a', 'b', 'c'], unreadCount: 2 });
    expect(await page({ unreadOnly: true })).toEqual({ titles: ['a', 'c'], more: false, unreadCount: 2 });
    await apply(at(7, { type: 'AllNotificationsRead', unreadCount: 0 }), at(8, added('d')));
    expect(await page({ unreadOnly: true })).toEqual({ titles: ['d'], more: false, unreadCount: 1 });
  });

  it('does not keep what is removed or cleared', async () => {
    await apply(at(6, { type: 'NotificationRemoved', notification: 1, unreadCount: 2 }));
    expect(await page()).toEqual({ titles: ['b', 'c'], more: false, unreadCount: 2 });
    await apply(at(7, { type: 'NotificationsCleared', unreadCount: 0 }), at(8, added('d')));
    expect(await page()).toEqual({ titles: ['d'], more: false, unreadCount: 1 });
    expect(await page({ userId: 'bob' })).toMatchObject({ titles: ['of bob'] });
  });

  it('is not changed by a replay', async () => {
    const log = [at(6, read(3)), at(7, { type: 'NotificationRemoved', notification: 1, unreadCount: 1 } as const)];
    await apply(...log);
    const before = await page();
    await apply(at(1, added('a')), at(3, added('b')), at(5, added('c')), ...log);
    expect(await page()).toEqual(before);
  });
}
