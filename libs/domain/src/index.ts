export type { Actor } from './actor.js';
export { isClientMessageId, isRoomId, isUserId } from './ids.js';
export { isShortId, shortIdOf } from './short-id/short-id.js';
export {
  formatMessageId,
  formatNotificationId,
  formatOffset,
  parseMessageId,
  parseNotificationId,
  parseOffset,
  type Offset,
} from './offset.js';
export { formatCursor, parseCursor, positionIn, type Cursor } from './cursor.js';
export {
  roomCategory,
  roomLane,
  type ControlEvent,
  type MembersEvent,
  type MembershipKind,
  type MessagePosted,
  type ReplyTo,
  type Role,
  type RoomEvent,
  type RoomLaneName,
  type RoomSettings,
  type TalkEvent,
} from './room/events.js';
export type { MessageFacts, RoomCommand } from './room/commands.js';
export { roomDecider } from './room/decide.js';
export { userEventProblem } from './user-event-problem.js';
export { roomEventProblem } from './room/room-event-problem.js';
export { sessionEventProblem } from './presence/session-event-problem.js';
export { eventSchemas, type EventSchema } from './analytics/event-schemas.js';
export type { JsonSchema } from './event-shape.js';
export { laneOf, placeRoomEvent, roomEventTypes } from './room/lanes.js';
export {
  isBanned,
  isMuted,
  isOpen,
  mayListen,
  membershipOf,
  standingOf,
  type Membership,
  type RoomState,
} from './room/room-state.js';
export { defaultRoomName } from './room/room-values.js';
export { listeningRefusal } from './room/listening.js';
export { roomRejections, type RoomRejection } from './room/rejections.js';
export { InMemoryMessageHistory } from './message/in-memory-message-history.js';
export { authorKey, fingerprintOf, sameAuthor, type Author } from './message/client-message.js';
export { applyTalk, factsOf, messageOf } from './message/message-view.js';
export { foldedForSearch, searchWords } from './message/search-words.js';
export type {
  HistoryPage,
  HistoryQuery,
  Message,
  MessageHistory,
  RoomOverview,
  SearchPage,
  SearchQuery,
  SentMessage,
} from './message/message-history.js';
export {
  readCursorDecider,
  readsLane,
  userCategory,
  type MarkRead,
  type ReadCursors,
  type RoomRead,
  type UserEvent,
} from './read-cursor/read-cursor.js';
export {
  accessDecider,
  accessLane,
  accessLaneName,
  type AccessEvent,
  type AccessState,
  type Administrator,
  type RevokeUser,
  type UserRevoked,
} from './access/access.js';
export {
  notificationProblem,
  type Notification,
  type NotificationContent,
  type NotificationType,
} from './notifications/notification.js';
export { noticesLane, noticesLaneName, type NotificationEvent } from './notifications/notification-events.js';
export {
  notificationDecider,
  notificationPageOf,
  unreadCountOf,
  type ChangeNotifications,
  type NotificationCommand,
  type NotificationRejection,
  type Notifications,
} from './notifications/notifications.js';
export type { NotificationBox, NotificationPage, NotificationQuery } from './notifications/notification-box.js';
export { InMemoryNotificationBox } from './notifications/in-memory-notification-box.js';
export { mentionName, mentionsIn, type Mentions } from './notifications/mentions.js';
export { InMemoryPresenceRegistry } from './presence/in-memory-presence-registry.js';
export type {
  ConnectionPage,
  ConnectionQuery,
  LiveConnection,
  PresenceChange,
  PresenceRegistry,
} from './presence/presence-registry.js';
export {
  sessionCategory,
  sessionLane,
  sessionLaneName,
  type Connection,
  type GatewayEvent,
  type GatewayRun,
  type SessionEvent,
  type SessionLost,
} from './presence/session-events.js';
export { ConnectionChanges, type ConnectionChange } from './presence/connection-changes.js';
export { isLater, type Crowd, type NewsPlace, type PresenceNews } from './presence/presence-news.js';
export {
  statusLane,
  statusLaneName,
  statusOf,
  userStatusDecider,
  type ChooseStatus,
  type ChosenStatus,
  type StatusChosen,
  type UserStatus,
} from './user-status/user-status.js';
export type {
  Answer,
  MembershipNotice,
  MemberSummary,
  Outage,
  OwnRoom,
  Refusal,
  RoomSummary,
  RoomsRequests,
  RoomWish,
} from './services/rooms-service.js';
export type {
  ConnectionOutcome,
  ConnectionSummary,
  ConnectionWish,
  GatewayRequests,
  Handover,
  Lease,
  PresenceRequests,
  StatusNotice,
} from './services/presence-requests.js';
export type { BroadcastNotice, BroadcastTarget } from './services/broadcast-notice.js';
export type {
  LastMessage,
  MessagesRequests,
  NotificationRequests,
  ReadMoved,
  ReadNotice,
  RoomUnread,
  SentIds,
} from './services/messages-service.js';
export { fitting } from './services/answer-size.js';
export { addresses, channels, readModels } from './services/addresses.js';
export { metricNames, type FigureName, type MetricName, type Metrics, type Sample } from './dashboard/metrics.js';
export { roomFigureNames, type RoomFigures, type TopRoom } from './dashboard/room-figures.js';
export { ActivityReports, asActivityReport, type ActivityReport } from './dashboard/activity-report.js';
export {
  asProcessReport,
  type Holding,
  type HostUsage,
  type ProcessReport,
  type ProcessRun,
  type Work,
} from './dashboard/process-report.js';
export { mergeReports } from './dashboard/merge-reports.js';
export { LastMinute } from './dashboard/last-minute.js';
export type { SystemEvent } from './dashboard/system-event.js';
export { severities, type Alert, type AlertRule, type Severity } from './dashboard/alert.js';
export { defaultAlertRules, parseAlertRules, type ParsedRules } from './dashboard/alert-rules.js';
export {
  emptyBook,
  evaluateAlerts,
  raiseAlert,
  resumeAlerts,
  type AlertBook,
  type Evaluated,
} from './dashboard/evaluate-alerts.js';
export { acknowledgeAlert, type Acknowledgement } from './dashboard/acknowledge-alert.js';
export { Roster, SILENCE_MS } from './dashboard/roster.js';
export {
  dashboardCategory,
  dashboardEntity,
  dashboardLane,
  dashboardLaneOf,
  dashboardLanes,
  HISTORY_MS,
  type AlertChanged,
  type DashboardEvent,
  type DashboardStream,
  type MetricsMeasured,
  type RoomsMeasured,
  type SystemEventHappened,
} from './dashboard/dashboard-events.js';
export type { AnalyticsRequests, TestAlert } from './services/analytics-service.js';
export { eventOfRecord, topicRecordOf, type ToldEvent, type TopicRecord } from './analytics/topic-record.js';
export { isKnownEvent } from './analytics/known-events.js';
export { rollupRecordOf } from './analytics/rollup-record.js';
export { toldLogs, topicNames, type ToldLog } from './analytics/told-logs.js';
export { DistinctUsers, EXACT_USERS, type UsersSeen } from './windows/distinct-users.js';
export { MINUTE_MS, minuteOf } from './windows/minute.js';
export { LATENESS_MS, type PlacedEvent, type Taken } from './windows/minute-windows.js';
export { PartWindows, type PartWindowsOptions } from './windows/part-windows.js';
export { PresencePeaks } from './windows/presence-peaks.js';
export { mergeRecent, nothingRecent, type BusyRoom, type RecentFigures } from './windows/recent-activity.js';
export type { RoomMinute, Rollup } from './windows/rollup.js';
export { larger as largerRollup, type RollupRange, type RollupStore } from './windows/rollup-store.js';
export { InMemoryRollupStore } from './windows/in-memory-rollup-store.js';
