import type { Message, Room } from '@noroshi/client';
import { useClient, useLive } from '@noroshi/react';
import { useEffect, useSyncExternalStore } from 'react';

const follow = (listener: () => void): (() => void) => {
  const events = ['focus', 'blur'] as const;
  for (const event of events) window.addEventListener(event, listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    for (const event of events) window.removeEventListener(event, listener);
    document.removeEventListener('visibilitychange', listener);
  };
};

/** Somebody sits before this tab. */
const useIsLookedAt = (): boolean =>
  useSyncExternalStore(follow, () => document.visibilityState === 'visible' && document.hasFocus());

const pauseMs = 400;

/** Marks as read what has been in sight, at the end of the log, before somebody's eyes; and what was told of it. */
export function useReading(room: Room, messages: readonly Message[], isAtEnd: boolean): void {
  const isLookedAt = useIsLookedAt();
  const last = messages.findLast(({ status }) => status === 'stored')?.offset;
  const isRead = isLookedAt && isAtEnd && last !== undefined;
  useEffect(() => {
    if (!isRead) return;
    // What could not be marked is marked with the next message.
    const timer = setTimeout(() => void room.markRead(last).catch(() => undefined), pauseMs);
    return () => clearTimeout(timer);
  }, [room, last, isRead]);
  useToldOf(room.id, isRead);
}

/** Whoever reads a room needs no more telling that there is something to read. */
function useToldOf(roomId: string, isRead: boolean): void {
  const { notifications } = useClient();
  const unread = useLive(notifications, ({ items }) =>
    items.filter((item) => !item.isRead && item.roomId === roomId).map(({ id }) => id),
  );
  useEffect(() => {
    if (!isRead) return;
    for (const id of unread) void notifications.markRead(id).catch(() => undefined);
  }, [notifications, unread, isRead]);
}
