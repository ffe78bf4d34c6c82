import {
  chatDialect,
  dashboardDialect,
  nativeDescription,
  nativeJsonDialect,
  nativeMsgpackDialect,
  nativeSubprotocols,
  notificationsDialect,
  roomsDialect,
  type Dialect,
} from '@noroshi/protocol';
import type { Operations } from '@noroshi/service-host';
import type { Settings } from '@noroshi/settings';
import type { Logger, Metrics } from '@noroshi/telemetry';
import type { TemplatedApp } from 'uWebSockets.js';
import type { Callers } from './auth/callers.js';
import type { WorkMeter } from './dashboard/work-meter.js';
import { spokenDialects } from './dialects.js';
import { documentHandler } from './http/documents.js';
import { staticFiles } from './http/static-files.js';
import type { Sessions } from './compose-sessions.js';
import type { RequestLimits } from './limits/request-limits.js';
import { mountMattermost, type MattermostCall } from './mattermost/mount.js';
import { mountMattermostSocket } from './mattermost/socket.js';
import { mountPush } from './mount-push.js';
import type { Connections } from './push/connections.js';
import { asyncApiDocument } from './rest/async-api.js';
import { mountRest } from './rest/mount-rest.js';
import { openApiDocument } from './rest/open-api.js';
import type { Route } from './rest/route.js';
import { problem } from './transport/http-answer.js';
import { clientAddress, type AddressOf } from './transport/client-address.js';
import { CrossOrigin, type Sendable } from './transport/cross-origin.js';
import { eventStreamRoute } from './transport/event-stream-route.js';
import { httpRoute, type Answered, type RestHandler } from './transport/http-route.js';
import { socketRoute } from './transport/socket-route.js';

export interface RouteParts {
  readonly settings: Settings;
  readonly webRoot: string;
  readonly callers: Callers;
  readonly requests: RequestLimits;
  readonly rest: readonly Route[];
  readonly mattermost: readonly MattermostCall[];
  readonly operations: Operations;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly sessions: Sessions;
  readonly connections: Connections;
  readonly work: WorkMeter;
}

const envelopes = [
  ['/ws/chat', chatDialect],
  ['/ws/dashboard', dashboardDialect],
  ['/ws/notifications', notificationsDialect],
] as const;

const natives: ReadonlyMap<string, Dialect> = new Map<string, Dialect>([
  [nativeSubprotocols.json, nativeJsonDialect],
  [nativeSubprotocols.msgpack, nativeMsgpackDialect],
]);

/** The table of everything that answers on the public port. */
export async function mountRoutes(app: TemplatedApp, parts: RouteParts): Promise<void> {
  const { settings, callers, logger, rest } = parts;
  const told: Told = { answered: counted(parts), addressOf: clientAddress(settings.trustedProxies) };
  const crossOrigin = new CrossOrigin(settings.allowedOrigins);
  const route = (handler: RestHandler, parameters = 0) =>
    httpRoute(within(parts.requests, handler), { parameters, logger, ...told });
  const open = (handler: RestHandler, parameters = 0) =>
    httpRoute(within(parts.requests, handler), { parameters, logger, crossOrigin, ...told });
  // Not counted against a limit: it is a browser's question, and a page can't tell why it failed.
  const preflight = (sendable: Sendable, parameters: number) =>
    httpRoute(preflightHandler(crossOrigin, sendable), { parameters, logger, ...told });
  mountDialects(app, { ...parts, crossOrigin }, told);
  mountMattermost(app, parts.mattermost, route);
  mountRest(app, rest, { callers, serve: open, preflight });
  const get = (path: string, handler: RestHandler): void => {
    app.get(path, open(handler));
    app.head(path, open(handler));
  };
  get('/openapi.json', documentHandler(openApiDocument(rest)));
  get('/asyncapi.json', documentHandler(asyncApiDocument(spokenDialects(settings))));
  app.get('/metrics', route(metricsText(parts.operations)));
  app.head('/metrics', route(metricsText(parts.operations)));
  const page = route(await staticFiles(parts.webRoot));
  app.head('/*', page);
  mountPush(app, { ...parts, ...told }, page);
  app.any(
    '/*',
    route(() => problem('method_not_allowed')),
  );
}

/** Of whom a request is, and who is told what became of it. */
interface Told {
  readonly addressOf: AddressOf;
  readonly answered: Answered;
}

/** Every language on its paths. */
function mountDialects(
  app: TemplatedApp,
  { settings, sessions, crossOrigin, logger }: RouteParts & { readonly crossOrigin: CrossOrigin },
  told: Told,
): void {
  const { reception, router } = sessions;
  const { addressOf } = told;
  const own = { ...settings, addressOf, reception, router, logger };
  const speak = (path: string, dialect: Dialect) => app.ws(path, socketRoute({ ...own, dialect }));
  for (const path of settings.roomsPaths) speak(path, roomsDialect);
  for (const [path, dialect] of envelopes) speak(path, dialect);
  const native = { ...own, dialect: nativeJsonDialect, subprotocols: natives };
  for (const path of nativeDescription.paths) app.ws(path, socketRoute(native));
  mountMattermostSocket(app, own);
  const stream = eventStreamRoute({ ...settings, ...sessions, ...told, crossOrigin, logger });
  for (const method of ['get', 'head', 'options'] as const) app[method]('/sse', stream);
}

function counted({ metrics, work }: Pick<RouteParts, 'metrics' | 'work'>): Answered {
  const requests = metrics.counter('noroshi_http_requests_total');
  return (status, request) => {
    requests.inc({ status });
    work.answered(status, request);
  };
}

/** Refuses what one address asks too much. */
const within =
  (requests: RequestLimits, handler: RestHandler): RestHandler =>
  (request) => {
    requests.fromAddress(request.address);
    return handler(request);
  };

const preflightHandler =
  (crossOrigin: CrossOrigin, sendable: Sendable): RestHandler =>
  ({ headers: { origin, host = '' } }) =>
    crossOrigin.preflight({ origin: origin || undefined, host }, sendable);

const metricsText =
  (operations: Operations): RestHandler =>
  async () => {
    const { contentType, text } = await operations.scrape();
    return { status: 200, headers: { 'Content-Type': contentType }, body: text };
  };
