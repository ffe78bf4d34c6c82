import type { NotificationEvent } from '@noroshi/domain';
import type { Broadcast, LiveFeed } from '@noroshi/event-sourcing';
import type { Hub, Session } from '@noroshi/hub';
import type { Logger } from '@noroshi/telemetry';
import { NotificationChanges } from './notifications/notification-changes.js';
import { NotificationFeed } from './notifications/notification-feed.js';
import type { PresenceReporter } from './presence/presence-reporter.js';
import type { RoomViews } from './rooms/room-views.js';
import type { MessagesClient, RoomsClient } from './services/service-clients.js';
import type { CatchUp } from './sessions/catch-up.js';
import { Following } from './sessions/following.js';
import { OpenRooms } from './sessions/open-rooms.js';
import { OwnRooms } from './sessions/own-rooms.js';
import type { KnownPeer } from './sessions/peer.js';
import { Typing } from './sessions/typing.js';

export interface FollowingParts {
  readonly hub: Hub;
  readonly views: RoomViews;
  readonly rooms: RoomsClient;
  readonly messages: MessagesClient;
  readonly broadcast: Broadcast;
  readonly catchUp: CatchUp;
  readonly presence: PresenceReporter;
  readonly epoch: string;
  readonly noticeFeed: LiveFeed<NotificationEvent>;
  readonly usersEpoch: string;
  readonly logger: Logger;
}

/** What goes on by itself, without a frame of the client for each step. */
export function composeFollowing(parts: FollowingParts) {
  const { messages, logger, noticeFeed: feed, epoch: rooms, usersEpoch: users } = parts;
  const following = new Following({ ...parts, own: new OwnRooms(parts) });
  const openRooms = new OpenRooms(parts);
  const typing = new Typing(parts);
  const notificationFeed = new NotificationFeed({ feed, messages, epochs: { users, rooms }, logger });
  return {
    following,
    openRooms,
    typing,
    notificationFeed,
    notifications: new NotificationChanges({ messages, epoch: users }),
    /** To be told of each session that has become somebody. Settles when it may be greeted. */
    known: (peer: KnownPeer): Promise<void> | undefined => {
      const { traits, isFollowing } = peer.session;
      if (traits.notifications) notificationFeed.begin(peer);
      if (traits.follows && traits.isGreetedLast && !isFollowing) return following.beginWith(peer);
      if (traits.follows) following.begin(peer);
      return undefined;
    },
    /** To be told of each session that is closed. */
    gone: (session: Session) => {
      typing.gone(session);
      openRooms.gone(session);
      notificationFeed.gone(session);
    },
  };
}
