import type { Nats } from '@noroshi/nats';
import type { Tracing } from '@noroshi/telemetry';
import type { HealthOptions } from './http/health.js';
import { RoomDoor, type RoomDoorOptions } from './http/room-door.js';
import { restRoutes, type RestParts } from './http/rest-routes.js';
import type { Route } from './rest/route.js';
import { tracedRoutes } from './watching/traced-routes.js';

interface ComposeRestParts
  extends Omit<RestParts, 'door' | 'health' | 'canTell'>, Omit<HealthOptions, 'rooms' | 'messages'> {
  readonly nats: Pick<Nats, 'isConnected'>;
  readonly views: RoomDoorOptions['views'];
  readonly store: RoomDoorOptions['store'];
  readonly tracing: Tracing | undefined;
}

/** The REST API. */
export function composeRest(parts: ComposeRestParts): readonly Route[] {
  const { nats, tracing } = parts;
  const routes = restRoutes({ ...parts, health: parts, door: new RoomDoor(parts), canTell: () => nats.isConnected() });
  return tracing ? tracedRoutes(routes, tracing) : routes;
}
