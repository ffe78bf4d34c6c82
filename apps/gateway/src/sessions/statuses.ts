import type { Session } from '@noroshi/hub';
import type { PresenceReporter } from '../presence/presence-reporter.js';
import { Refused } from '../refusal.js';
import type { RoomViews } from '../rooms/room-views.js';
import type { RoomsClient } from '../services/service-clients.js';
import { refIn, type Asked } from './asked.js';
import type { KnownPeer } from './peer.js';

export interface StatusesOptions {
  readonly rooms: Pick<RoomsClient, 'statuses'>;
  readonly views: Pick<RoomViews, 'followed'>;
  readonly presence: Pick<PresenceReporter, 'idle'>;
}

/** As many as one answer holds. */
const MOST_USERS = 1_000;

/** How people are seen by others, and whether they are there. */
export class Statuses {
  readonly #options: StatusesOptions;

  constructor(options: StatusesOptions) {
    this.#options = options;
  }

  /** Of those who were not asked for one by one, only who is not offline. @throws Refused */
  async tell({ session }: KnownPeer, frame: Asked<'statuses'>): Promise<void> {
    const { userIds } = frame;
    const asked = userIds ?? this.#around(session.rooms);
    const answer = await this.#options.rooms.statuses({ userIds: asked });
    if (!answer.ok) throw new Refused(answer.code);
    const statuses = userIds ? answer.statuses : answer.statuses.filter(({ status }) => status !== 'offline');
    session.send({ kind: 'statuses', statuses, ...refIn(frame) });
  }

  /**
   * For who could not be told before the greeting how it is seen. While nobody knows that it is there, nothing is said: it will
   * be told then.
   */
  async tellOwn(session: Session): Promise<void> {
    const userId = session.identity?.user.id;
    if (userId === undefined || !session.traits.isGreetedLast) return;
    const answer = await this.#options.rooms.statuses({ userIds: [userId] });
    const status = answer.ok ? answer.statuses[0]?.status : undefined;
    if (status && status !== 'offline') session.send({ kind: 'status', userId, status });
  }

  /** As if nothing had come for long, or as if something had just come. */
  attend({ session }: KnownPeer, { isThere }: Asked<'attention'>): void {
    session.actedAt = isThere ? Date.now() : 0;
    this.#options.presence.idle(session.connectionId, !isThere);
  }

  #around(rooms: Iterable<string>): readonly string[] {
    const users = new Set<string>();
    for (const roomId of rooms) {
      for (const userId of this.#options.views.followed(roomId)?.state.members.keys() ?? []) {
        if (users.size >= MOST_USERS) return [...users];
        users.add(userId);
      }
    }
    return [...users];
  }
}
