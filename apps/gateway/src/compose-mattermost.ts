import type { RoomEvent } from '@noroshi/domain';
import type { EventStore } from '@noroshi/event-sourcing';
import type { Settings } from '@noroshi/settings';
import type { Logger } from '@noroshi/telemetry';
import type { Callers } from './auth/callers.js';
import type { TokenVerifier } from './auth/token-verifier.js';
import { RoomDoor } from './http/room-door.js';
import { channelRoutes } from './mattermost/channels.js';
import { loginHandler } from './mattermost/login.js';
import type { MattermostCall } from './mattermost/mount.js';
import { Names } from './mattermost/names.js';
import { PostLists } from './mattermost/post-lists.js';
import { postRoutes } from './mattermost/posts.js';
import { forUsers } from './mattermost/route.js';
import { userRoutes } from './mattermost/users.js';
import type { Posting } from './rooms/posting.js';
import type { RoomViews } from './rooms/room-views.js';
import type { MessagesClient, RoomsClient } from './services/service-clients.js';
import { OwnRooms } from './sessions/own-rooms.js';

export interface MattermostParts {
  readonly settings: Settings;
  readonly callers: Callers;
  readonly verifier: TokenVerifier;
  readonly posting: Posting;
  readonly views: RoomViews;
  readonly rooms: RoomsClient;
  readonly messages: MessagesClient;
  readonly store: EventStore<RoomEvent>;
  readonly epoch: string;
  readonly logger: Logger;
}

/** What Mattermost's clients call over HTTP. */
export function composeMattermost(parts: MattermostParts): readonly MattermostCall[] {
  const { devTokens, jwtSecret } = parts.settings;
  const own = { names: new Names(parts), lists: new PostLists(parts), own: new OwnRooms(parts) };
  const common = { ...parts, ...own, door: new RoomDoor(parts) };
  const routes = [...userRoutes(common), ...channelRoutes(common), ...postRoutes(common)];
  const login = loginHandler({ ...parts, devSecret: devTokens ? jwtSecret : undefined });
  return [
    { method: 'post', path: '/users/login', handler: login },
    ...routes.map((route) => ({ ...route, handler: forUsers(route, parts) })),
  ];
}
