import type { ServerFrame, ServerFrameType } from '../wire/server-frame.js';
import type { Topic } from './messages.js';

const topics: { readonly [type in ServerFrameType]?: Topic } = {
  following: 'follow',
  followed: 'follow',
  unfollowed: 'follow',
  notification: 'notifications',
  notificationUpdated: 'notifications',
  notificationsCleared: 'notifications',
  metrics: 'metrics',
  alert: 'alerts',
  systemEvent: 'events',
  rooms: 'rooms',
};

export const topicOf = ({ type }: ServerFrame): Topic | undefined => topics[type];
