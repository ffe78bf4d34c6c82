import type { Message, RoomOverview, StreamItems } from '@noroshi/client';

export const aRoom = (roomId: string, unread = 0): RoomOverview => ({
  roomId,
  name: roomId,
  ownerId: 'ann',
  settings: { isPublic: true, maxMembers: 100, allowFileSharing: false },
  participants: [],
  memberCount: 1,
  unread,
  mentions: 0,
});

export const aMessage = (content: string): Message => ({
  messageId: `id of ${content}`,
  offset: `offset of ${content}`,
  roomId: 'lobby',
  author: { userId: 'ann', name: 'Ann' },
  content,
  messageType: 'text',
  at: 0,
  reactions: {},
  status: 'stored',
});

export const anAlert = (title: string): StreamItems['alerts'] => ({
  id: title,
  severity: 'warning',
  title,
  message: '',
  metric: 'errorRate',
  value: 1,
  threshold: 0.5,
  at: 0,
  state: 'firing',
});
