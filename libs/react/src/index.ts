// For frameworks with server components: whatever uses a hook belongs to the client.
'use client';

export { NoroshiProvider, useClient, type NoroshiProviderProps } from './provider.js';
export { useConnection, type Connection } from './use-connection.js';
export { useLive } from './use-live.js';
export { useMessages, type Messages, type UseMessagesOptions } from './use-messages.js';
export { useNotifications, type NotificationList } from './use-notifications.js';
export { usePresence } from './use-presence.js';
export { useRoom, type RoomVisit, type UseRoomOptions } from './use-room.js';
export { useRooms } from './use-rooms.js';
export { useStream, type UseStreamOptions } from './use-stream.js';
export type { StreamState } from './stream-window.js';
export { useTyping, type Typing } from './use-typing.js';
export { useUnread } from './use-unread.js';
