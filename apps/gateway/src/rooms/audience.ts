import { membershipOf, type PresenceNews, type RoomEvent, type RoomState } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { Hub, Session } from '@noroshi/hub';
import type { ErrorCode } from '@noroshi/protocol';
import type { RoomAudience } from './room-view.js';
import type { SignalNews } from './signal-news.js';
import type { TypingNews } from './typing-news.js';

export interface AudienceOptions {
  readonly hub: Hub;
  readonly epoch: string;
  /** Takes a session out of a room it may not stay in, and tells it why. */
  readonly expel: (session: Session, roomId: string, why: ErrorCode) => void;
  /** The visit of somebody who is here has been ended: makes it a visit again, or takes the session out. */
  readonly readmit: (session: Session, roomId: string) => void;
}

/** Tells the people in a room what happens in it, and shows those out who may not stay. */
export class Audience implements RoomAudience {
  readonly #options: AudienceOptions;

  constructor(options: AudienceOptions) {
    this.#options = options;
  }

  onEvent(recorded: RecordedEvent<RoomEvent>, state: RoomState): void {
    const { hub, epoch } = this.#options;
    hub.tell(recorded.lane.entity, { kind: 'event', recorded, epoch });
    this.#showOut(recorded, state);
  }

  onPresence(news: PresenceNews['news']): void {
    const { hub } = this.#options;
    const at = Date.now();
    if (news.kind === 'crowd') hub.tell(news.roomId, { kind: 'crowd', crowd: news, at });
    else hub.tell(news.roomId, { kind: 'presence', change: news, at }, news.user.id);
  }

  onTyping(roomId: string, { user, isTyping, at }: TypingNews): void {
    this.#options.hub.tell(roomId, { kind: 'typing', roomId, user, isTyping, at }, user.id);
  }

  onSignal(roomId: string, { from, userId, to, data }: SignalNews): void {
    const session = this.#options.hub.session(to);
    if (session?.rooms.has(roomId)) session.send({ kind: 'signal', roomId, from, userId, data });
  }

  #showOut({ event, lane: { entity: roomId } }: RecordedEvent<RoomEvent>, state: RoomState): void {
    switch (event.type) {
      case 'UserBanned':
        return this.#showOutUser(event.userId, { roomId, state, why: 'banned' });
      case 'MemberLeft':
        if (event.visitEnded) return this.#readmit(event.userId, roomId, state);
        return this.#showOutUser(event.userId, { roomId, state, why: 'not_a_member' });
      case 'UserRemoved':
        return this.#showOutUser(event.userId, { roomId, state, why: 'not_a_member' });
      case 'RoomArchived':
        return this.#showOutAll(roomId, this.#options.hub.inRoom(roomId), 'room_archived');
      default:
    }
  }

  /** Whoever is a member all the same stays: the event lost a race. */
  #showOutUser(
    userId: string,
    { roomId, state, why }: { readonly roomId: string; readonly state: RoomState; readonly why: ErrorCode },
  ): void {
    if (!membershipOf(state, userId)) this.#showOutAll(roomId, this.#options.hub.ofUser(userId), why);
  }

  /** It was decided while the user was away, and stored when the user was back: nobody here has done anything wrong. */
  #readmit(userId: string, roomId: string, state: RoomState): void {
    if (membershipOf(state, userId)) return;
    for (const session of this.#options.hub.ofUser(userId))
      if (session.rooms.has(roomId)) this.#options.readmit(session, roomId);
  }

  #showOutAll(roomId: string, sessions: Iterable<Session>, why: ErrorCode): void {
    const inside = [...sessions].filter((session) => session.rooms.has(roomId));
    for (const session of inside) this.#options.expel(session, roomId, why);
  }
}
