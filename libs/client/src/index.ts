export { keyOf, type Message, type Reactions, type User } from './api/message.js';
export { connect } from './connect.js';
export { NoroshiError } from './api/noroshi-error.js';
export type {
  Client,
  ClientEvents,
  ClientOptions,
  RoomOverview,
  RoomsState,
  TokenProvider,
  TokenReason,
} from './api/client.js';
export type { ConnectionState, Reason, TransportName } from './api/connection-state.js';
export type { Live } from './api/live.js';
export type { Notification, Notifications, NotificationsState } from './api/notifications.js';
export type { Rest } from './api/rest.js';
export type {
  Admission,
  Draft,
  HistoryPage,
  HistoryQuery,
  Member,
  Presence,
  Receipt,
  Role,
  Room,
  RoomEvents,
  RoomInfo,
  RoomSettings,
  UserStatus,
} from './api/room.js';
export type { Alert, Metrics, RoomsActivity, StreamItems, StreamName, Streams, SystemEvent } from './api/streams.js';
export type { Timeline, TimelineState } from './api/timeline.js';
export type { Codec } from './ports/codec.js';
export type { Outgoing, OutboxStore } from './ports/outbox-store.js';
export type { Port } from './ports/port.js';
export type { Transport, TransportAddress, TransportLink, TransportListener } from './ports/transport.js';
export type { WebSocketConstructor, WebSocketLike } from './ports/web-socket.js';
export type { ClientFrame } from './wire/client-frame.js';
export type { ErrorFrame, MessageFrame, ServerFrame, ServerFrameType } from './wire/server-frame.js';
