import type { AccessEvent } from '../access/access.js';
import type { NotificationEvent } from '../notifications/notification-events.js';
import { sessionCategory, type SessionEvent } from '../presence/session-events.js';
import { userCategory, type UserEvent } from '../read-cursor/read-cursor.js';
import { roomCategory } from '../room/events.js';
import { roomEventTypes } from '../room/lanes.js';
import type { StatusChosen } from '../user-status/user-status.js';

const userEvents: Readonly<Record<(UserEvent | AccessEvent | StatusChosen | NotificationEvent)['type'], true>> = {
  NotificationAdded: true,
  NotificationRead: true,
  AllNotificationsRead: true,
  NotificationRemoved: true,
  NotificationsCleared: true,
  StatusChosen: true,
  RoomRead: true,
  UserRevoked: true,
};

const sessionEvents: Readonly<Record<SessionEvent['type'], true>> = {
  GatewayStarted: true,
  GatewayIntroduced: true,
  SessionOpened: true,
  RoomEntered: true,
  RoomExited: true,
  SessionClosed: true,
  SessionIdled: true,
  SessionWoke: true,
  SessionLost: true,
};

const known: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [roomCategory, new Set<string>(roomEventTypes)],
  [userCategory, new Set(Object.keys(userEvents))],
  [sessionCategory, new Set(Object.keys(sessionEvents))],
]);

/** Whether this version knows what an event of the type says. One of a later version it does not, and may not tell of it. */
export const isKnownEvent = (category: string, type: string): boolean => known.get(category)?.has(type) ?? false;
