import { setTimeout as delay } from 'node:timers/promises';
import { EventLogUnavailable } from '@noroshi/event-sourcing';
import type { Hub, Pause, Session } from '@noroshi/hub';
import { disconnects } from '@noroshi/protocol';
import type { Logger } from '@noroshi/telemetry';
import type { CatchUp } from './catch-up.js';
import { missedSince, type FollowedRoom } from './missed.js';
import type { Patience } from './patience.js';

/** Looking at a socket costs 13 ns. At 35 MB/s and socket, more than a room ever brought, the hard limit is still not met. */
const LOOK_EVERY_MS = 100;

/** While the log is away nothing is missed either. */
const RETRY_MS = 1000;

export interface SlowReadersOptions {
  readonly hub: Hub;
  readonly rooms: {
    /** The room as it is followed here; undefined when it is not. */
    followed(roomId: string): FollowedRoom | undefined;
  };
  readonly catchUp: CatchUp;
  readonly patience: Patience;
  /** Bytes that a client may leave unread before it is slow. */
  readonly slowBytes: number;
  /** Told of each room that a slow session is to be brought up in. */
  readonly replayed: () => void;
  readonly logger: Logger;
}

/**
 * Finds clients that read more slowly than they are written to. Such a session is taken out of the live stream of its rooms,
 * so that what waits for it stays bounded; when it has read what it was sent it is brought up from the log.
 */
export class SlowReaders {
  readonly #options: SlowReadersOptions;
  /** With the rooms that each was taken out of; a room that it is just resuming is not among them. */
  readonly #out = new Map<Session, Pause[]>();
  #looking: NodeJS.Timeout | undefined;

  constructor(options: SlowReadersOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#out.size;
  }

  start(): void {
    this.#looking = setInterval(() => this.look(this.#options.hub.toldLately()), LOOK_EVERY_MS);
  }

  close(): void {
    clearInterval(this.#looking);
  }

  /** @param sessions those that something was sent to lately */
  look(sessions: Iterable<Session>): void {
    for (const session of sessions) if (this.isSlow(session)) this.#takeOut(session);
  }

  isSlow(session: Session): boolean {
    return session.buffered > this.#options.slowBytes;
  }

  #takeOut(session: Session): void {
    const { hub, rooms } = this.#options;
    const pauses = this.#out.get(session) ?? [];
    for (const roomId of session.rooms) {
      const view = rooms.followed(roomId);
      if (view && !session.pauseOf(roomId)) pauses.push(hub.pause(session, roomId, view.position));
    }
    if (this.#out.has(session)) return;
    this.#out.set(session, pauses);
    session.lagging = true;
    void this.#bringBack(session, pauses).finally(() => {
      this.#out.delete(session);
      session.lagging = false;
    });
  }

  async #bringBack(session: Session, pauses: Pause[]): Promise<void> {
    try {
      await this.#options.patience.drained(session);
      // Rooms may be added meanwhile: it is slow again before it has been brought up in all.
      for (let pause = pauses.shift(); pause && !session.closed; pause = pauses.shift()) {
        this.#options.replayed();
        await this.#bringUp(session, pause);
      }
    } catch (cause) {
      this.#options.logger.error('a slow session could not be brought up', { cause });
      session.close(disconnects.tooSlow);
    }
  }

  async #bringUp(session: Session, pause: Pause): Promise<void> {
    const { rooms, catchUp } = this.#options;
    while (!session.closed && session.pauseOf(pause.roomId) === pause) {
      const view = rooms.followed(pause.roomId);
      if (!view) throw new Error(`${pause.roomId} is not followed, though somebody is in it`);
      try {
        const { from, source } = await missedSince(view, pause.position);
        // The log does not go back that far any more: coming back it hears so, which is better than a silent gap.
        if (from > pause.position) {
          session.close(disconnects.tooSlow);
          return;
        }
        await catchUp.bringUp(session, pause, source);
      } catch (cause) {
        if (!(cause instanceof EventLogUnavailable)) throw cause;
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
  }
}
