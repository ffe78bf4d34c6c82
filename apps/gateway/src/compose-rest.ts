import type { Nats } from '@noroshi/nats';
import type { HealthOptions } from './http/health.js';
import { RoomDoor, type RoomDoorOptions } from './http/room-door.js';
import { restRoutes, type RestParts } from './http/rest-routes.js';
import type { Route } from './rest/route.js';

interface ComposeRestParts
  extends Omit<RestParts, 'door' | 'health' | 'canTell'>, Omit<HealthOptions, 'rooms' | 'messages'> {
  readonly nats: Pick<Nats, 'isConnected'>;
  readonly views: RoomDoorOptions['views'];
  readonly store: RoomDoorOptions['store'];
}

/** The REST API. */
export const composeRest = (parts: ComposeRestParts): readonly Route[] =>
  restRoutes({ ...parts, health: parts, door: new RoomDoor(parts), canTell: () => parts.nats.isConnected() });
