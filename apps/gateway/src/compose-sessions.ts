import type { NotificationEvent } from '@noroshi/domain';
import type { Broadcast, CommandBus, LiveFeed } from '@noroshi/event-sourcing';
import type { Hub, Session } from '@noroshi/hub';
import type { Settings } from '@noroshi/settings';
import type { Logger, Metrics, Tracing } from '@noroshi/telemetry';
import { WebhookSender } from '@noroshi/webhooks';
import type { Revocations } from './auth/revocations.js';
import type { TokenVerifier } from './auth/token-verifier.js';
import type { Delivery } from './compose-delivery.js';
import { composeFollowing } from './compose-following.js';
import { composeTakingUp } from './compose-taking-up.js';
import type { Dashboards } from './dashboard/dashboards.js';
import type { WorkMeter } from './dashboard/work-meter.js';
import { ConnectionLimits } from './limits/connection-limits.js';
import type { RequestLimits } from './limits/request-limits.js';
import { SharedFrameLimits } from './limits/shared-frame-limits.js';
import type { NotificationChanges } from './notifications/notification-changes.js';
import type { NotificationFeed } from './notifications/notification-feed.js';
import type { PresenceReporter } from './presence/presence-reporter.js';
import type { Posting } from './rooms/posting.js';
import { newConnectionId } from './push/connection-id.js';
import type { RoomViews } from './rooms/room-views.js';
import type { RoomWatchers } from './rooms/room-watchers.js';
import type { MessagesClient, RoomsClient } from './services/service-clients.js';
import { ConnectHook } from './sessions/connect-hook.js';
import { Entrance } from './sessions/entrance.js';
import type { Following } from './sessions/following.js';
import type { FormerSessions } from './sessions/former-sessions.js';
import { FrameRouter } from './sessions/frame-router.js';
import type { Handovers } from './sessions/handovers.js';
import { Identification } from './sessions/identification.js';
import type { OpenRooms } from './sessions/open-rooms.js';
import { Listening } from './sessions/listening.js';
import { LongPolls } from './sessions/long-polls.js';
import { Reading } from './sessions/reading.js';
import { Reception } from './sessions/reception.js';
import { Resumption } from './sessions/resumption.js';
import { Statuses } from './sessions/statuses.js';
import type { TakingUp } from './sessions/taking-up.js';
import { StreamReception } from './sessions/stream-reception.js';
import { Talk } from './sessions/talk.js';
import { TypingWithoutSession } from './sessions/typing-without-session.js';
import { EventStreams } from './transport/event-streams.js';
import { tracedTalk } from './watching/traced-talk.js';

export interface SessionParts {
  readonly settings: Settings;
  readonly bus: CommandBus;
  readonly hub: Hub;
  readonly views: RoomViews;
  readonly rooms: RoomsClient;
  readonly messages: MessagesClient;
  readonly presence: PresenceReporter;
  readonly broadcast: Broadcast;
  readonly epoch: string;
  readonly posting: Posting;
  readonly noticeFeed: LiveFeed<NotificationEvent>;
  readonly usersEpoch: string;
  readonly verifier: TokenVerifier;
  readonly revocations: Revocations;
  readonly requests: RequestLimits;
  readonly watchers: RoomWatchers;
  readonly delivery: Delivery;
  /** Of this gateway, in the ids of its connections. */
  readonly mark: string;
  readonly dashboards: Dashboards;
  readonly work: WorkMeter;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  readonly logger: Logger;
}

export interface Sessions {
  readonly reception: Reception;
  readonly streams: StreamReception;
  readonly eventStreams: EventStreams;
  readonly polls: LongPolls;
  readonly typingWithoutSession: TypingWithoutSession;
  /** Of connections, and of requests that wait. */
  readonly limits: ConnectionLimits;
  readonly router: FrameRouter;
  readonly entrance: Entrance;
  readonly identification: Identification;
  readonly following: Following;
  readonly openRooms: OpenRooms;
  readonly notifications: NotificationChanges;
  readonly notificationFeed: NotificationFeed;
  readonly former: FormerSessions;
  readonly handovers: Handovers;
}

/** What serves one connection from handshake to close. */
export function composeSessions(parts: SessionParts): Sessions {
  const { settings, hub, views, rooms, messages, presence, broadcast, epoch, verifier, metrics, logger } = parts;
  const { catchUp } = parts.delivery;
  const { known, gone, ...own } = composeFollowing({ ...parts, catchUp, epoch });
  const takeUp = (...arrival: Parameters<TakingUp['goOn']>) => takingUp.goOn(...arrival);
  const statuses = new Statuses(parts);
  const greeted = (session: Session) => void statuses.tellOwn(session);
  const identification = new Identification({ ...parts, ...settings, known, greeted, takeUp });
  const entrance = new Entrance({ hub, views, rooms, presence, epoch });
  const become = (...who: Parameters<Identification['become']>) => identification.become(...who);
  const { takingUp, ...coming } = composeTakingUp({ ...parts, entrance, catchUp, become });
  const listening = new Listening({ hub, views, rooms, epoch });
  const resumption = new Resumption({
    ...{ hub, entrance, listening, epoch, catchUp },
    resumed: metrics.counter('noroshi_resumes_total'),
  });
  const talk = new Talk({ epoch, posting: parts.posting, views, rooms });
  const router = new FrameRouter({
    ...{ ...own, identification, entrance, resumption, statuses },
    talk: parts.tracing ? tracedTalk(talk, parts.tracing) : talk,
    reading: new Reading({ epoch, views, rooms, messages }),
    ...parts.delivery,
    ...{ dashboards: parts.dashboards, work: parts.work },
    broadcast,
    limits: new SharedFrameLimits(settings),
    anonymous: settings.anonymous,
    logger,
    frames: metrics.counter('noroshi_client_frames_total'),
    refusals: metrics.counter('noroshi_refusals_total'),
  });
  const limits = new ConnectionLimits(settings, Date.now());
  const { mark, requests, watchers } = parts;
  const asking = { mark, gone, requests, connectHook: connectHookOf(parts) };
  const reception = new Reception({
    ...{ ...settings, ...coming, hub, verifier, identification },
    ...{ entrance, limits, ...asking },
  });
  const streams = new StreamReception({
    ...{ ...settings, reception, identification, listening, resumption, logger },
    dashboards: parts.dashboards,
  });
  const polls = new LongPolls({ views, watchers, epoch });
  const typingWithoutSession = new TypingWithoutSession({ broadcast, watchers });
  const overHttp = { streams, eventStreams: new EventStreams(), polls, typingWithoutSession, limits };
  return { ...coming, reception, router, entrance, identification, ...own, ...overHttp };
}

function connectHookOf({ settings, mark, logger }: SessionParts): ConnectHook | undefined {
  const { connectHook: url, connectHookSecret: secret, connectHookTime: timeoutMs } = settings;
  if (url === undefined || secret === undefined) return undefined;
  const sender = new WebhookSender({ url, secret, timeoutMs, allowPrivate: true });
  return new ConnectHook({ sender, newConnectionId: () => newConnectionId(mark), logger });
}
