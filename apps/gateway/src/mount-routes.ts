import type { Broadcast, CommandBus, DeadLetters } from '@noroshi/event-sourcing';
import { chatDialect, notificationsDialect, roomsDialect, type Dialect } from '@noroshi/protocol';
import type { Settings } from '@noroshi/settings';
import type { Logger, Metrics } from '@noroshi/telemetry';
import type { TemplatedApp } from 'uWebSockets.js';
import type { Callers } from './auth/callers.js';
import { broadcastRoute } from './http/broadcast.js';
import { devTokens } from './http/dev-tokens.js';
import { healthz, readyz, type HealthOptions } from './http/health.js';
import { logEpochRoute } from './http/log-epoch.js';
import { moderationRoutes } from './http/moderation.js';
import { operationsRoutes } from './http/operations.js';
import { revokeRoute, type RevokeOptions } from './http/revoke.js';
import { ownRoomsRoute } from './http/own-rooms.js';
import { presenceRoutes } from './http/presence.js';
import { roomRoutes } from './http/rooms.js';
import { staticFiles } from './http/static-files.js';
import type { Sessions } from './compose-sessions.js';
import type { RequestLimits } from './limits/request-limits.js';
import { mountPush } from './mount-push.js';
import type { OperationsGauges } from './operations-gauges.js';
import type { Connections } from './push/connections.js';
import type { RoomViews } from './rooms/room-views.js';
import type { MessagesClient, RoomsClient } from './services/service-clients.js';
import { problem } from './transport/http-answer.js';
import { httpRoute, type RestHandler } from './transport/http-route.js';
import { socketRoute } from './transport/socket-route.js';

export interface RouteParts {
  readonly settings: Settings;
  readonly webRoot: string;
  readonly callers: Callers;
  readonly requests: RequestLimits;
  readonly revoke: RevokeOptions['revoke'];
  readonly rooms: RoomsClient;
  readonly bus: CommandBus;
  readonly messages: MessagesClient;
  readonly views: RoomViews;
  readonly epoch: string;
  readonly renewEpoch: () => Promise<void>;
  readonly deadLetters: DeadLetters;
  readonly gauges: OperationsGauges;
  readonly health: HealthOptions;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly sessions: Sessions;
  readonly connections: Connections;
  readonly broadcast: Broadcast;
  /** False while nothing that is published gets anywhere. */
  readonly canTell: () => boolean;
}

/** The table of everything that answers on the public port. */
export async function mountRoutes(app: TemplatedApp, parts: RouteParts): Promise<void> {
  const { settings, sessions, health, metrics, logger } = parts;
  const requests = metrics.counter({ name: 'noroshi_http_requests_total', help: 'HTTP answers', labels: ['status'] });
  const answered = (status: number): void => requests.inc({ status });
  const route = (handler: RestHandler, parameters = 0) =>
    httpRoute(within(parts.requests, handler), { parameters, logger, answered });
  const { list, history } = roomRoutes(parts);
  const { reception, router } = sessions;
  const speak = (path: string, dialect: Dialect) =>
    app.ws(path, socketRoute({ ...settings, dialect, reception, router, logger }));
  for (const path of settings.roomsPaths) speak(path, roomsDialect);
  speak('/ws/chat', chatDialect);
  speak('/ws/notifications', notificationsDialect);
  const get = (path: string, handler: RestHandler, parameters = 0): void => {
    app.get(path, route(handler, parameters));
    app.head(path, route(handler, parameters));
  };
  get('/healthz', healthz);
  get('/readyz', readyz(health));
  get('/metrics', metricsText(metrics, parts.gauges));
  get('/api/v1/rooms', list);
  get('/api/v1/rooms/:id/messages', history, 1);
  const { connections, userPresence, chooseStatus } = presenceRoutes(parts);
  get('/api/v1/connections', connections);
  get('/api/v1/users/:id/presence', userPresence, 1);
  app.put('/api/v1/me/status', route(chooseStatus));
  get('/api/v1/me/rooms', ownRoomsRoute(parts));
  const page = route(await staticFiles(parts.webRoot));
  app.head('/*', page);
  mountPush(app, { ...parts, answered }, page);
  app.post('/api/v1/dev/tokens', route(devTokens(settings.devTokens ? settings.jwtSecret : undefined)));
  app.post('/api/v1/users/:id/revoke', route(revokeRoute(parts), 1));
  const { remove, ban, unban, mute } = moderationRoutes(parts);
  app.del('/api/v1/rooms/:id/members/:user', route(remove, 2));
  app.put('/api/v1/rooms/:id/bans/:user', route(ban, 2));
  app.del('/api/v1/rooms/:id/bans/:user', route(unban, 2));
  app.put('/api/v1/rooms/:id/mutes/:user', route(mute, 2));
  const operations = operationsRoutes(parts);
  get('/api/v1/dead-letters', operations.deadLetters);
  app.post('/api/v1/dead-letters/:id/replay', route(operations.replay, 1));
  app.del('/api/v1/dead-letters/:id', route(operations.discard, 1));
  get('/api/v1/read-models', operations.readModels);
  app.post('/api/v1/read-models/:name/rebuild', route(operations.rebuild, 1));
  app.post('/api/v1/broadcast', route(broadcastRoute(parts)));
  app.post('/api/v1/log/epoch', route(logEpochRoute(parts)));
  app.any(
    '/*',
    route(() => problem('method_not_allowed')),
  );
}

/** Refuses what one address asks too much. */
const within =
  (requests: RequestLimits, handler: RestHandler): RestHandler =>
  (request) => {
    requests.fromAddress(request.address);
    return handler(request);
  };

const metricsText =
  (metrics: Metrics, gauges: OperationsGauges): RestHandler =>
  async () => {
    await gauges.refresh();
    return { status: 200, headers: { 'Content-Type': metrics.contentType }, body: await metrics.text() };
  };
