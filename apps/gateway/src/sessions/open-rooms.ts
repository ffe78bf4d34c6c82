import type { Actor, ReadNotice, RoomEvent } from '@noroshi/domain';
import type { Position, RecordedEvent } from '@noroshi/event-sourcing';
import type { Session } from '@noroshi/hub';
import type { RoomView } from '../rooms/room-view.js';
import type { MessagesClient } from '../services/service-clients.js';

export interface OpenRoomsOptions {
  readonly messages: Pick<MessagesClient, 'markRead'>;
  readonly views: { followed(roomId: string): Pick<RoomView, 'position'> | undefined };
}

/** In a room where much is said each reader is marked no more often than this. */
const MARK_EVERY_MS = 250;
/** The messages service is away: what was read is read once it is back. */
const RETRY_MS = 1_000;

/** What somebody has read of a room, since it was told last. */
interface Mark {
  readonly userId: string;
  readonly roomId: string;
  /** Read up to there, and not told yet; undefined: nothing new since the last time. */
  position: Position | undefined;
  isTelling: boolean;
  /** When it may be told again. */
  timer: NodeJS.Timeout | undefined;
}

/**
 * Marks as read what is said in the room that somebody has before them: for sessions whose language has no word of its own
 * for that. Who closed it, or was slow to hear it, has not read it.
 */
export class OpenRooms {
  readonly #options: OpenRoomsOptions;
  readonly #readers = new Map<string, Set<Session>>();
  readonly #open = new WeakMap<Session, string>();
  readonly #marks = new Map<string, Mark>();

  constructor(options: OpenRoomsOptions) {
    this.#options = options;
  }

  /** The session joined the room: it is the one before the user now. Settles when that is stored, or is to be tried again. */
  opened(session: Session, roomId: string): Promise<void> {
    const { identity } = session;
    if (!session.traits.readsOpenRoom || session.closed || !identity) return Promise.resolve();
    this.gone(session);
    this.#open.set(session, roomId);
    this.#readers.set(roomId, (this.#readers.get(roomId) ?? new Set()).add(session));
    const position = this.#options.views.followed(roomId)?.position ?? 0;
    return this.#read({ userId: identity.user.id, roomId, position });
  }

  heard({ event, lane: { entity: roomId }, position }: RecordedEvent<RoomEvent>): void {
    if (event.type !== 'MessagePosted') return;
    for (const session of this.#readers.get(roomId) ?? []) {
      if (!isOpen(session, roomId)) this.gone(session);
      else if (hears(session, roomId, event.by)) void this.#read({ userId: idOf(session), roomId, position });
    }
  }

  /** It has no room open any more. */
  gone(session: Session): void {
    const roomId = this.#open.get(session);
    if (roomId === undefined) return;
    this.#open.delete(session);
    this.#hurry(roomId, idOf(session));
    const readers = this.#readers.get(roomId);
    if (readers?.delete(session) && readers.size === 0) this.#readers.delete(roomId);
  }

  close(): void {
    for (const { timer } of this.#marks.values()) clearTimeout(timer);
  }

  /** Whoever comes back at once is to find it read. */
  #hurry(roomId: string, userId: string): void {
    const mark = this.#marks.get(keyOf(roomId, userId));
    if (mark?.position === undefined || mark.isTelling) return;
    clearTimeout(mark.timer);
    void this.#tell(mark);
  }

  async #read({ userId, roomId, position }: Omit<ReadNotice, 'unreadCount'>): Promise<void> {
    const key = keyOf(roomId, userId);
    const known = this.#marks.get(key);
    if (known) this.#readLater(known, position);
    else {
      const mark: Mark = { userId, roomId, position, isTelling: false, timer: undefined };
      this.#marks.set(key, mark);
      await this.#tell(mark);
    }
  }

  #readLater(mark: Mark, position: Position): void {
    mark.position = Math.max(mark.position ?? 0, position);
  }

  async #tell(mark: Mark): Promise<void> {
    const { userId, roomId, position = 0 } = mark;
    mark.position = undefined;
    mark.isTelling = true;
    const answer = await this.#options.messages.markRead({ userId, roomId, position });
    mark.isTelling = false;
    // Something may have been read meanwhile.
    if (!answer.ok) this.#readLater(mark, position);
    mark.timer = setTimeout(
      () => {
        if (mark.position === undefined) this.#marks.delete(keyOf(roomId, userId));
        else void this.#tell(mark);
      },
      answer.ok ? MARK_EVERY_MS : RETRY_MS,
    );
  }
}

const isOpen = (session: Session, roomId: string): boolean =>
  !session.closed && session.rooms.has(roomId) && !session.listens(roomId);

/** What somebody says is read by itself. */
const hears = (session: Session, roomId: string, by: Actor): boolean =>
  idOf(session) !== by.id && !session.pauseOf(roomId);

const idOf = ({ identity }: Session): string => identity?.user.id ?? '';

/** Ids have no control characters. */
const keyOf = (roomId: string, userId: string): string => `${roomId}\n${userId}`;
