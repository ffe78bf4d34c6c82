import type { Route } from '../rest/route.js';
import type { Settings } from '@noroshi/settings';
import type { MessagesClient, RoomsClient } from '../services/service-clients.js';
import { acknowledgeAlertRoute } from './acknowledge-alert.js';
import { broadcastRoute, type BroadcastRouteParts } from './broadcast.js';
import { devTokenRoute } from './dev-tokens.js';
import { disconnectRoute, type DisconnectRouteParts } from './disconnect.js';
import { eventLogsRoute, type EventLogsRouteParts } from './event-logs.js';
import { eventsRoute, type EventsRouteParts } from './events.js';
import { healthRoutes, type HealthOptions } from './health.js';
import { logEpochRoute, type LogEpochOptions } from './log-epoch.js';
import { memberRoutes, type MemberRoutesParts } from './members.js';
import { messageRoutes, type MessageRoutesParts } from './messages.js';
import { moderationRoutes } from './moderation.js';
import { notificationRoutes, type NotificationRoutesParts } from './notifications.js';
import { operationsRoutes, type OperationsRoutesParts } from './operations.js';
import { ownRoomsRoute, type OwnRoomsRouteParts } from './own-rooms.js';
import { presenceRoutes, type PresenceRoutesParts } from './presence.js';
import { processesRoute, type ProcessesRouteParts } from './processes.js';
import { reactionRoutes } from './reactions.js';
import { revokeRoute, type RevokeOptions } from './revoke.js';
import { rollupRoute, type RollupRouteParts } from './rollups.js';
import { roomRoutes, type RoomRoutesParts } from './rooms.js';
import { searchRoute, type SearchRouteParts } from './search.js';
import { testAlertRoute, type TestAlertRouteParts } from './test-alert.js';
import { typingRoute, type TypingRouteParts } from './typing.js';

export interface RestParts
  extends
    RoomRoutesParts,
    MemberRoutesParts,
    MessageRoutesParts,
    PresenceRoutesParts,
    OperationsRoutesParts,
    DisconnectRouteParts,
    EventLogsRouteParts,
    ProcessesRouteParts,
    RevokeOptions,
    BroadcastRouteParts,
    SearchRouteParts,
    TestAlertRouteParts,
    RollupRouteParts,
    OwnRoomsRouteParts,
    NotificationRoutesParts,
    EventsRouteParts,
    TypingRouteParts,
    LogEpochOptions {
  readonly settings: Pick<Settings, 'defaultMaxMembers' | 'devTokens' | 'jwtSecret'>;
  readonly rooms: RoomsClient;
  readonly messages: MessagesClient;
  readonly health: HealthOptions;
}

/** The table of the REST API. */
export const restRoutes = (parts: RestParts): readonly Route[] => [
  ...roomRoutes(parts),
  ...memberRoutes(parts),
  ...moderationRoutes(parts),
  ...messageRoutes(parts),
  ...reactionRoutes(parts),
  rollupRoute(parts),
  eventsRoute(parts),
  typingRoute(parts),
  searchRoute(parts),
  ownRoomsRoute(parts),
  ...notificationRoutes(parts),
  ...presenceRoutes(parts),
  revokeRoute(parts),
  broadcastRoute(parts),
  disconnectRoute(parts),
  ...operationsRoutes(parts),
  processesRoute(parts),
  eventLogsRoute(parts),
  acknowledgeAlertRoute(parts),
  testAlertRoute(parts),
  logEpochRoute(parts),
  ...healthRoutes(parts.health),
  devTokenRoute(parts.settings.devTokens ? parts.settings.jwtSecret : undefined),
];
