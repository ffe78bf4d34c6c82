import { fold, unfolded, type Folded } from '@noroshi/event-sourcing';
import fc from 'fast-check';
import type { NotificationContent } from './notification.js';
import { notificationProblem } from './notification.js';
import { noticesLane, type NotificationEvent } from './notification-events.js';
import { notificationDecider, unreadCountOf, type NotificationCommand, type Notifications } from './notifications.js';

const content: NotificationContent = { title: 'Hello', message: 'You are invited', type: 'info' };

const after = (...events: readonly NotificationEvent[]): Notifications =>
  events.reduce<Folded<Notifications>>(
    (folded, event, index) =>
      fold(notificationDecider.evolve, folded, {
        event,
        lane: noticesLane('ann'),
        position: index + 1,
        recordedAt: 1_000 * (index + 1),
      }),
    unfolded(notificationDecider),
  ).state;

const added = (key?: string, unreadCount = 1): NotificationEvent => ({
  type: 'NotificationAdded',
  notification: content,
  unreadCount,
  ...(key === undefined ? {} : { key }),
});
const given = (...events: readonly NotificationEvent[]) => ({
  when: (command: NotificationCommand) => notificationDecider.decide(command, after(...events)),
});
const accepted = (event: NotificationEvent) => ({ kind: 'accepted', event });
const rejected = (rejection: string) => ({ kind: 'rejected', rejection });

describe('a notification', () => {
  it('is added with the number of unread ones', () => {
    expect(given(added()).when({ type: 'AddNotification', notification: content })).toEqual(
      accepted(added(undefined, 2)),
    );
  });

  it('with a key is added once, also after it was removed', () => {
    const again: NotificationCommand = { type: 'AddNotification', notification: content, key: 'k' };
    expect(given().when(again)).toEqual(accepted(added('k')));
    expect(given(added('k')).when(again)).toEqual({ kind: 'unchanged' });
    const removed: NotificationEvent = { type: 'NotificationRemoved', notification: 1, unreadCount: 0 };
    expect(given(added('k'), removed).when(again)).toEqual({ kind: 'unchanged' });
    expect(given(added('k')).when({ ...again, key: 'other' })).toEqual(accepted(added('other', 2)));
  });

  it('is what was added, unread, with the time of the log', () => {
    expect([...after(added()).items.values()]).toEqual([{ ...content, position: 1, addedAt: 1_000, read: false }]);
  });

  it('is read once, and tells which connection has read it', () => {
    const read: NotificationCommand = { type: 'ReadNotification', notification: 1, via: 'c1' };
    const event: NotificationEvent = { type: 'NotificationRead', notification: 1, unreadCount: 1, via: 'c1' };
    expect(given(added(), added()).when(read)).toEqual(accepted(event));
    expect(given(added(), added(), event).when(read)).toEqual({ kind: 'unchanged' });
  });

  it('is removed, and counts no more', () => {
    const remove: NotificationCommand = { type: 'RemoveNotification', notification: 1 };
    const event: NotificationEvent = { type: 'NotificationRemoved', notification: 1, unreadCount: 1 };
    expect(given(added(), added()).when(remove)).toEqual(accepted(event));
    const state = after(added(), added(), event);
    expect([[...state.items.keys()], unreadCountOf(state)]).toEqual([[2], 1]);
    expect(given(added(), event).when(remove)).toEqual(rejected('notification_not_found'));
  });

  it.each(['ReadNotification', 'RemoveNotification'] as const)('%s of an unknown one is refused', (type) => {
    expect(given(added()).when({ type, notification: 9 })).toEqual(rejected('notification_not_found'));
  });

  it.each<readonly [string, Partial<Record<keyof NotificationContent, unknown>>]>([
    ['title', { title: ' ' }],
    ['title', { title: 'x'.repeat(201) }],
    ['message', { message: '' }],
    ['actionUrl', { actionUrl: 'javascript:alert(1)' }],
    ['actionUrl', { actionUrl: '//evil.example' }],
    ['actionUrl', { actionUrl: 'data:text/html,x' }],
    ['actionLabel', { actionLabel: '' }],
    ['duration', { duration: 0.5 }],
    ['duration', { duration: -1 }],
  ])('with a bad %s is refused', (field, change) => {
    const notification = { ...content, ...change } as NotificationContent;
    expect(notificationProblem(notification)).toMatch(new RegExp(`^${field} `));
    expect(given().when({ type: 'AddNotification', notification })).toEqual(rejected('invalid_notification'));
  });

  it.each(['https://example.com/a?b', 'http://localhost:8080', '/rooms/lobby', '/'])('may lead to %s', (actionUrl) => {
    expect(notificationProblem({ ...content, actionUrl, actionLabel: 'Go', duration: 5_000 })).toBeUndefined();
  });
});

describe('all notifications', () => {
  it('are read at once, if there are unread ones', () => {
    const event: NotificationEvent = { type: 'AllNotificationsRead', unreadCount: 0 };
    expect(given(added(), added()).when({ type: 'ReadAllNotifications' })).toEqual(accepted(event));
    expect(unreadCountOf(after(added(), added(), event))).toBe(0);
    expect(given(added(), event).when({ type: 'ReadAllNotifications' })).toEqual({ kind: 'unchanged' });
  });

  it('are cleared at once, if there are any', () => {
    const event: NotificationEvent = { type: 'NotificationsCleared', unreadCount: 0 };
    expect(given(added()).when({ type: 'ClearNotifications' })).toEqual(accepted(event));
    expect(given(added(), event).when({ type: 'ClearNotifications' })).toEqual({ kind: 'unchanged' });
  });

  it('are 500 at most: the oldest goes', () => {
    const state = after(...Array.from({ length: 501 }, () => added()));
    expect([state.items.size, state.items.has(1), unreadCountOf(state)]).toEqual([500, false, 500]);
    const decision = notificationDecider.decide({ type: 'AddNotification', notification: content }, state);
    expect(decision).toMatchObject({ event: { unreadCount: 500 } });
  });

  it('count as many unread ones as each event said', () => {
    const commands = fc.array(
      fc.oneof(
        fc.record({
          type: fc.constant('AddNotification' as const),
          notification: fc.constant(content),
          key: fc.constantFrom('a', 'b', 'c'),
        }),
        fc.record({
          type: fc.constantFrom('ReadNotification' as const, 'RemoveNotification' as const),
          notification: fc.nat(8),
        }),
        fc.record({ type: fc.constantFrom('ReadAllNotifications' as const, 'ClearNotifications' as const) }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(commands, (wishes) => {
        const events: NotificationEvent[] = [];
        for (const wish of wishes) {
          const decision = notificationDecider.decide(wish, after(...events));
          if (decision.kind === 'accepted') events.push(decision.event);
          const last = events.at(-1);
          if (last) expect(unreadCountOf(after(...events))).toBe(last.unreadCount);
        }
        const keys = events.flatMap((event) => (event.type === 'NotificationAdded' ? [event.key] : []));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
