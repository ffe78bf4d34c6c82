import { accessLaneName } from '../access/access.js';
import { noticesLaneName } from '../notifications/notification-events.js';
import { sessionCategory, sessionLaneName } from '../presence/session-events.js';
import { readsLaneName, userCategory } from '../read-cursor/read-cursor.js';
import { roomCategory, type RoomLaneName } from '../room/events.js';
import { statusLaneName } from '../user-status/user-status.js';

export interface ToldLog {
  readonly category: string;
  readonly lanes: readonly string[];
}

const roomLanes: readonly RoomLaneName[] = ['control', 'members', 'talk'];

/** What of the logs is told on the topic: everything, in one order for each room, user and gateway. */
export const toldLogs = {
  rooms: { category: roomCategory, lanes: roomLanes },
  users: { category: userCategory, lanes: [readsLaneName, statusLaneName, accessLaneName, noticesLaneName] },
  sessions: { category: sessionCategory, lanes: [sessionLaneName] },
} as const satisfies Readonly<Record<string, ToldLog>>;

/** Of topics, with the version of what they hold. */
export const topicNames = {
  events: 'noroshi.events.v1',
  dead: 'noroshi.dead.v1',
  rollups: 'noroshi.rollups.v1',
} as const;
