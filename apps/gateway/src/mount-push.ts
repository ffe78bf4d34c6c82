import type { Settings } from '@noroshi/settings';
import type { Logger, Metrics } from '@noroshi/telemetry';
import type { HttpRequest, HttpResponse, TemplatedApp } from 'uWebSockets.js';
import type { RequestLimits } from './limits/request-limits.js';
import type { Connections } from './push/connections.js';
import { PushAccess } from './push/push-access.js';
import { connectionIn, MAX_MESSAGE_BYTES, PushApi } from './push/push-api.js';
import type { Answered } from './transport/http-route.js';
import type { AddressOf } from './transport/client-address.js';
import { rawRoute } from './transport/raw-route.js';

export interface PushParts {
  readonly settings: Settings;
  readonly connections: Connections;
  readonly requests: RequestLimits;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly addressOf: AddressOf;
  readonly answered: Answered;
}

type Handler = (response: HttpResponse, request: HttpRequest) => void;

/**
 * The connection management API under every path, since the stage before `@connections` may be anything.
 *
 * @param otherwise what answers any other GET; other methods are passed on to the next route
 */
export function mountPush(app: TemplatedApp, parts: PushParts, otherwise: Handler): void {
  const { settings, connections, requests, metrics, addressOf, logger, answered } = parts;
  const api = new PushApi({
    ...{ connections, requests, logger, access: new PushAccess(settings) },
    pushes: metrics.counter('noroshi_pushes_total'),
  });
  const push = rawRoute({
    handle: (request) => api.handle(request),
    ...{ maxBodyBytes: MAX_MESSAGE_BYTES, addressOf, logger, answered },
  });
  const orElse =
    (next: Handler): Handler =>
    (response, request) =>
      (connectionIn(request.getUrl()) === undefined ? next : push)(response, request);
  const passOn: Handler = (_, request) => void request.setYield(true);
  app.get('/*', orElse(otherwise));
  app.post('/*', orElse(passOn));
  app.del('/*', orElse(passOn));
}
