import {
  noticesLaneName,
  userCategory,
  type Actor,
  type Notification,
  type NotificationEvent,
  type NotificationPage,
} from '@noroshi/domain';
import type { Following, LiveFeed, Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { Session } from '@noroshi/hub';
import type { Logger } from '@noroshi/telemetry';
import { codeOf, Refused } from '../refusal.js';
import type { MessagesClient } from '../services/service-clients.js';
import type { KnownPeer } from '../sessions/peer.js';
import { NOT_FOR_GUESTS } from './notification-changes.js';
import { frameOf, notificationFrame, type Epochs } from './notification-frames.js';

export interface NotificationFeedOptions {
  readonly feed: LiveFeed<NotificationEvent>;
  readonly messages: Pick<MessagesClient, 'notifications'>;
  readonly epochs: Epochs;
  readonly logger: Pick<Logger, 'error'>;
}

type Recorded = RecordedEvent<NotificationEvent>;

/** One user's lane, followed for all of its connections here. */
interface UserFeed {
  readonly following: Promise<Following>;
  /** With what came while the session was not told yet what was unread before. Undefined: it hears everything at once. */
  readonly sessions: Map<Session, Recorded[] | undefined>;
}

const PAGE = 100;
const PATIENTLY = { patienceMs: 5_000 };
const RETRY_MS = 1_000;

/**
 * Tells connections what their user is notified of: what is unread, oldest first, and from then on everything, without a
 * hole or a repeat, as the log has it. Who changed something knows, and is not told of it.
 */
export class NotificationFeed {
  readonly #options: NotificationFeedOptions;
  readonly #users = new Map<string, UserFeed>();

  constructor(options: NotificationFeedOptions) {
    this.#options = options;
  }

  /** How many users are followed here. */
  get size(): number {
    return this.#users.size;
  }

  /** Tried again until it works or the session is closed. */
  begin(peer: KnownPeer): void {
    if (peer.session.identity.user.guest) return;
    peer.queue.run(() => (peer.session.closed ? undefined : this.#begin(peer)));
  }

  /** As `begin`, for somebody who asks for it. @throws Refused, EventLogUnavailable */
  async heed({ session }: KnownPeer): Promise<void> {
    const { user } = session.identity;
    if (user.guest) throw new Refused('unauthenticated', NOT_FOR_GUESTS);
    if (this.#users.get(user.id)?.sessions.has(session)) return;
    try {
      await this.#introduce(session, user);
    } catch (cause) {
      this.gone(session);
      throw cause;
    }
  }

  gone(session: Session): void {
    const userId = session.identity?.user.id;
    const user = userId === undefined ? undefined : this.#users.get(userId);
    if (userId === undefined || !user?.sessions.delete(session) || user.sessions.size > 0) return;
    this.#close(userId, user);
  }

  close(): void {
    for (const [userId, user] of this.#users) this.#close(userId, user);
  }

  async #begin(peer: KnownPeer): Promise<void> {
    const { session } = peer;
    try {
      await this.#introduce(session, session.identity.user);
    } catch (cause) {
      this.gone(session);
      if (codeOf(cause) === 'internal')
        this.#options.logger.error('somebody could not be told of notifications', { cause });
      setTimeout(() => {
        if (!session.closed) this.begin(peer);
      }, RETRY_MS).unref();
    }
  }

  /** @throws Refused, EventLogUnavailable */
  async #introduce(session: Session, { id: userId }: Actor): Promise<void> {
    const user = this.#users.get(userId) ?? this.#open(userId);
    const held: Recorded[] = [];
    user.sessions.set(session, held);
    await user.following;
    const { items, position } = await this.#unread(userId);
    // It may be gone, and the lane no longer followed for it.
    if (session.closed || user.sessions.get(session) !== held) return;
    for (const notification of items) session.send(notificationFrame(notification, this.#options.epochs));
    user.sessions.set(session, undefined);
    for (const recorded of held) if (recorded.position > position) this.#tell(session, recorded);
  }

  /** All of them, as they were when it was first asked. @throws Refused */
  async #unread(userId: string): Promise<{ readonly items: readonly Notification[]; readonly position: Position }> {
    const items: Notification[] = [];
    let end: Position | undefined;
    for (let page: NotificationPage | undefined; !page || page.more;) {
      const after = items.at(-1)?.position ?? 0;
      const asked = { userId, unreadOnly: true, after, limit: PAGE };
      const answer = await this.#options.messages.notifications(asked, PATIENTLY);
      if (!answer.ok) throw new Refused(answer.code);
      end ??= answer.position;
      items.push(...answer.items);
      page = answer;
    }
    const position = end ?? 0;
    return { items: items.filter((item) => item.position <= position), position };
  }

  #open(userId: string): UserFeed {
    const sessions: UserFeed['sessions'] = new Map();
    const following = this.#options.feed.follow({
      ...{ category: userCategory, entity: userId, after: { [noticesLaneName]: 'latest' } },
      onEvent: (recorded) => {
        for (const [session, held] of sessions) {
          if (held) held.push(recorded);
          else this.#tell(session, recorded);
        }
      },
    });
    const user: UserFeed = { following, sessions };
    this.#users.set(userId, user);
    following.catch(() => this.#forget(userId, user));
    return user;
  }

  #tell(session: Session, recorded: Recorded): void {
    const { event } = recorded;
    if ('via' in event && event.via === session.connectionId) return;
    const frame = frameOf(recorded, this.#options.epochs);
    if (frame) session.send(frame);
  }

  #close(userId: string, user: UserFeed): void {
    this.#forget(userId, user);
    user.following.then(
      (following) => following.close(),
      () => undefined,
    );
  }

  #forget(userId: string, user: UserFeed): void {
    if (this.#users.get(userId) === user) this.#users.delete(userId);
  }
}
