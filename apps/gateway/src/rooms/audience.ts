import {
  listeningRefusal,
  mayListen,
  membershipOf,
  type PresenceNews,
  type RoomEvent,
  type RoomState,
} from '@noroshi/domain';
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
  /** Told of what the people in a room were told. */
  readonly heard: (recorded: RecordedEvent<RoomEvent>) => void;
}

/** Tells the people in a room what happens in it, and shows those out who may not stay. */
export class Audience implements RoomAudience {
  readonly #options: AudienceOptions;

  constructor(options: AudienceOptions) {
    this.#options = options;
  }

  onEvent(recorded: RecordedEvent<RoomEvent>, state: RoomState): void {
    const { hub, epoch, heard } = this.#options;
    hub.tell(recorded.lane.entity, { kind: 'event', recorded, epoch, room: state });
    heard(recorded);
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
        return this.#showOutAll(this.#options.hub.inRoom(roomId), { roomId, state, why: 'room_archived' });
      case 'SettingsChanged':
        return this.#showOutListeners(roomId, state);
      default:
    }
  }

  /** Whoever is a member all the same stays: the event lost a race. */
  #showOutUser(userId: string, showing: ShowingOut): void {
    if (!membershipOf(showing.state, userId)) this.#showOutAll(this.#options.hub.ofUser(userId), showing);
  }

  /** Guests who only listen have no right to a room that is not public any more. */
  #showOutListeners(roomId: string, state: RoomState): void {
    if (state.settings.isPublic) return;
    const listeners = [...this.#options.hub.inRoom(roomId)].filter((session) => session.listens(roomId));
    this.#showOutAll(listeners, { roomId, state, why: 'room_private' });
  }

  /** It was decided while the user was away, and stored when the user was back: nobody here has done anything wrong. */
  #readmit(userId: string, roomId: string, state: RoomState): void {
    if (membershipOf(state, userId)) return;
    const inside = [...this.#options.hub.ofUser(userId)].filter((session) => session.rooms.has(roomId));
    for (const session of inside) if (!session.listens(roomId)) this.#options.readmit(session, roomId);
    const listeners = inside.filter((session) => session.listens(roomId));
    this.#showOutAll(listeners, { roomId, state, why: 'not_a_member' });
  }

  #showOutAll(sessions: Iterable<Session>, { roomId, state, why }: ShowingOut): void {
    const inside = [...sessions].filter((session) => session.rooms.has(roomId) && !mayStay(session, roomId, state));
    for (const session of inside) this.#options.expel(session, roomId, why);
  }
}

interface ShowingOut {
  readonly roomId: string;
  readonly state: RoomState;
  readonly why: ErrorCode;
}

/** Who listens stays for as long as that needs no membership, or is a member all the same. */
function mayStay(session: Session, roomId: string, state: RoomState): boolean {
  const { identity, traits } = session;
  if (!session.listens(roomId) || !identity) return false;
  return traits.listens ? listeningRefusal(state, identity.user) === undefined : mayListen(state, identity.user);
}
