import { channels, standingOf } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import type { Session } from '@noroshi/hub';
import type { ClientFrame } from '@noroshi/protocol';
import { Refused } from '../refusal.js';
import type { RoomView } from '../rooms/room-view.js';
import type { TypingNews } from '../rooms/typing-news.js';
import type { KnownPeer } from './peer.js';

export interface TypingOptions {
  readonly broadcast: Pick<Broadcast, 'publish'>;
  readonly views: { followed(roomId: string): Pick<RoomView, 'state'> | undefined };
  /** Milliseconds without a new start; 3,000 by default. */
  readonly stopsAfterMs?: number;
}

export const STOPS_AFTER_MS = 3_000;

/** Who is typing where. It ends by itself, so that nobody types for ever who was cut off, or forgot to say so. */
export class Typing {
  readonly #options: TypingOptions;
  readonly #typing = new Map<Session, Map<string, NodeJS.Timeout>>();

  constructor(options: TypingOptions) {
    this.#options = options;
  }

  /** @throws Refused */
  type({ session }: KnownPeer, { roomId, isTyping }: Extract<ClientFrame, { kind: 'typing' }>): void {
    if (!this.#mayType(session, roomId)) throw new Refused('not_in_room');
    if (isTyping) this.#start(session, roomId);
    else this.#end(session, roomId);
    this.#tell(session, roomId, isTyping);
  }

  /** The session is closed. */
  gone(session: Session): void {
    for (const roomId of [...(this.#typing.get(session)?.keys() ?? [])]) this.#stop(session, roomId);
  }

  /** Who listens to a public room as a guest is nobody there. */
  #mayType(session: KnownPeer['session'], roomId: string): boolean {
    if (!session.rooms.has(roomId)) return false;
    const view = session.listens(roomId) ? this.#options.views.followed(roomId) : undefined;
    return !view || standingOf(view.state, session.identity.user) !== undefined;
  }

  #start(session: Session, roomId: string): void {
    const rooms = this.#typing.get(session) ?? new Map<string, NodeJS.Timeout>();
    this.#typing.set(session, rooms);
    clearTimeout(rooms.get(roomId));
    const { stopsAfterMs = STOPS_AFTER_MS } = this.#options;
    rooms.set(
      roomId,
      setTimeout(() => this.#stop(session, roomId), stopsAfterMs),
    );
  }

  #stop(session: Session, roomId: string): void {
    this.#end(session, roomId);
    this.#tell(session, roomId, false);
  }

  #end(session: Session, roomId: string): void {
    const rooms = this.#typing.get(session);
    clearTimeout(rooms?.get(roomId));
    if (rooms?.delete(roomId) && rooms.size === 0) this.#typing.delete(session);
  }

  #tell({ identity }: Session, roomId: string, isTyping: boolean): void {
    if (!identity) return;
    const news: TypingNews = { user: identity.user, isTyping, at: Date.now() };
    this.#options.broadcast.publish(channels.typing(roomId), news);
  }
}
