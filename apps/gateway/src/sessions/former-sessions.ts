import type { Hub, Session } from '@noroshi/hub';
import type { PresenceReporter } from '../presence/presence-reporter.js';
import type { Entrance } from './entrance.js';
import { nowhere } from './nowhere.js';

export interface FormerSessionsOptions {
  readonly hub: Pick<Hub, 'ofUser'>;
  readonly entrance: Pick<Entrance, 'close'>;
  readonly presence: Pick<PresenceReporter, 'disconnected'>;
}

/** As long as a Mattermost server waits; its clients try again for longer. */
const KEPT_MS = 5 * 60_000;
/** Each hears all rooms of its user all the while. */
const KEPT_OF_USER = 8;
const KEPT_HERE = 2_000;

/**
 * Sessions whose connection is over and whose client may come back. They go on hearing what they would have heard, so that
 * nothing is missing then; to the others they are gone.
 */
export class FormerSessions {
  readonly #options: FormerSessionsOptions;
  /** In the order in which they lost their connections. */
  readonly #kept = new Map<string, { readonly session: Session; readonly until: number }>();

  constructor(options: FormerSessionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** @param now milliseconds. @returns false: it is not one that goes on */
  keep(session: Session, now: number): boolean {
    const { identity, dialect, isEnded, closed, connectionId } = session;
    if (!dialect.resumes || !identity || identity.user.guest || isEnded || closed) return false;
    this.#makeRoom(identity.user.id);
    this.#kept.set(connectionId, { session, until: now + KEPT_MS });
    session.isAway = true;
    // The conversation itself remembers what is said; dialects that resume are told one by one.
    session.moveTo({ ...nowhere, close: () => this.#forget(session) });
    this.#options.presence.disconnected(connectionId);
    return true;
  }

  /** It has a connection again, or is about to. */
  release(session: Session): void {
    this.#kept.delete(session.connectionId);
  }

  sweep(now: number): void {
    for (const { session, until } of this.#kept.values()) if (until <= now) this.#forget(session);
  }

  #makeRoom(userId: string): void {
    const own = [...this.#options.hub.ofUser(userId)].filter(({ connectionId }) => this.#kept.has(connectionId));
    const [oldest] = this.#kept.values();
    if (own.length >= KEPT_OF_USER && own[0]) this.#forget(own[0]);
    else if (this.#kept.size >= KEPT_HERE && oldest) this.#forget(oldest.session);
  }

  #forget(session: Session): void {
    if (!this.#kept.delete(session.connectionId)) return;
    this.#options.entrance.close(session);
  }
}
