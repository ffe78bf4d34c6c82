import { randomUUID } from 'node:crypto';
import {
  authorKey,
  parseMessageId,
  placeRoomEvent,
  roomDecider,
  type Actor,
  type RoomEvent,
  type RoomRejection,
  type RoomWish,
} from '@noroshi/domain';
import { handleCommand, type EventStore, type Position } from '@noroshi/event-sourcing';
import type { ClientFrame, ErrorCode } from '@noroshi/protocol';
import type { RoomView } from '../rooms/room-view.js';
import type { RoomViews } from '../rooms/room-views.js';
import type { FirstSent } from '../rooms/sent-records.js';
import type { RoomsClient } from '../services/service-clients.js';
import type { KnownPeer } from './peer.js';
import { Refused } from '../refusal.js';

export interface TalkOptions {
  readonly store: EventStore<RoomEvent>;
  readonly views: RoomViews;
  readonly rooms: Pick<RoomsClient, 'execute'>;
}

/** Whoever is present in the room is about to be a member again, or to be shown out; a guest who listens need not be one. */
const whyNot = (rejection: RoomRejection, isListening: boolean): ErrorCode => {
  if (rejection !== 'not_a_member') return rejection;
  return isListening ? 'not_in_room' : 'unavailable';
};

type Frame<K extends ClientFrame['kind']> = Extract<ClientFrame, { kind: K }>;

/** What is said in rooms: posts go straight to the log, behind the fence of the room's control lane. */
export class Talk {
  readonly #options: TalkOptions;

  constructor(options: TalkOptions) {
    this.#options = options;
  }

  /**
   * Stores the message, once however often it is sent; everybody in the room, the sender too, hears it from the log.
   * @throws Refused, EventLogUnavailable
   */
  async post({ session }: KnownPeer, frame: Frame<'post'>): Promise<void> {
    const { roomId, clientMessageId } = frame;
    if (!session.rooms.has(roomId)) throw new Refused('not_in_room');
    const { epoch } = this.#options.store;
    // Held while in flight, so that leaving right after posting does not close it.
    await this.#options.views.glance(roomId, async (view) => {
      const sent = await this.#send(view, session, frame);
      if (sent && clientMessageId !== undefined)
        session.send({ kind: 'accepted', roomId, clientMessageId, epoch, ...sent });
    });
  }

  edit(peer: KnownPeer, { roomId, messageId, content }: Frame<'edit'>): Promise<void> {
    return this.#change(peer, roomId, { type: 'EditMessage', position: this.#positionOf(messageId), content });
  }

  delete(peer: KnownPeer, { roomId, messageId }: Frame<'delete'>): Promise<void> {
    return this.#change(peer, roomId, { type: 'DeleteMessage', position: this.#positionOf(messageId) });
  }

  react(peer: KnownPeer, { roomId, messageId, emoji, remove }: Frame<'react'>): Promise<void> {
    const type = remove ? 'Unreact' : 'React';
    return this.#change(peer, roomId, { type, position: this.#positionOf(messageId), emoji });
  }

  async #change({ session }: KnownPeer, roomId: string, change: Change): Promise<void> {
    if (!session.rooms.has(roomId)) throw new Refused('not_in_room');
    const wish: RoomWish = { ...change, by: session.identity.user, at: Date.now() };
    const answer = await this.#options.rooms.execute({ roomId, wish });
    if (!answer.ok) throw new Refused(answer.code);
  }

  /** A message of another epoch of the log is not in this one. */
  #positionOf(messageId: string): Position {
    const offset = parseMessageId(messageId);
    if (offset?.epoch !== this.#options.store.epoch) throw new Refused('message_not_found');
    return offset.position;
  }

  /** Where it is stored now, or was before; undefined when nobody wants to know. */
  async #send(view: RoomView, session: KnownPeer['session'], frame: Frame<'post'>): Promise<FirstSent | undefined> {
    const { user } = session.identity;
    const { content, messageType, clientMessageId } = frame;
    const looked = view.sentBefore.first(user, clientMessageId);
    const first = looked instanceof Promise ? await looked : looked;
    if (first) return first;
    const command = {
      type: 'PostMessage' as const,
      by: user,
      at: Date.now(),
      content,
      messageType,
      ...(clientMessageId === undefined ? {} : { clientMessageId }),
    };
    const outcome = await handleCommand(command, {
      decider: roomDecider,
      store: this.#options.store,
      load: (atLeast) => (atLeast ? view.reach(atLeast.position) : view.current()),
      place: placeRoomEvent(view.roomId),
      idempotencyKey: idempotencyKey(view.roomId, user, clientMessageId),
    });
    if (outcome.kind === 'rejected') throw new Refused(whyNot(outcome.rejection, session.listens(view.roomId)));
    if (outcome.kind !== 'stored' || clientMessageId === undefined) return undefined;
    return { position: outcome.position, recordedAt: await this.#recordedAt(view, outcome.position) };
  }

  async #recordedAt(view: RoomView, position: Position): Promise<number> {
    const known = await view.recordedAt(position);
    return known ?? (await this.#options.store.readAt(position))?.recordedAt ?? Date.now();
  }
}

type Unsigned<W> = W extends unknown ? Omit<W, 'by' | 'at'> : never;
type Change = Unsigned<Extract<RoomWish, { type: 'EditMessage' | 'DeleteMessage' | 'React' | 'Unreact' }>>;

/** Unique over the log: a client's id is unique per user and room only. Without one a retry of ours is still stored once. */
const idempotencyKey = (roomId: string, user: Actor, clientMessageId: string | undefined): string =>
  clientMessageId === undefined
    ? randomUUID()
    : [roomId, authorKey(user), clientMessageId].map((part) => encodeURIComponent(part)).join('/');
