import { randomUUID } from 'node:crypto';
import {
  parseMessageId,
  placeRoomEvent,
  roomDecider,
  type Actor,
  type RoomEvent,
  type RoomWish,
} from '@noroshi/domain';
import { handleCommand, type EventStore, type Position } from '@noroshi/event-sourcing';
import type { ClientFrame } from '@noroshi/protocol';
import type { RoomView } from '../rooms/room-view.js';
import type { RoomViews } from '../rooms/room-views.js';
import type { RoomsClient } from '../services/service-clients.js';
import type { KnownPeer } from './peer.js';
import { Refused } from '../refusal.js';

export interface TalkOptions {
  readonly store: EventStore<RoomEvent>;
  readonly views: RoomViews;
  readonly rooms: Pick<RoomsClient, 'execute'>;
}

type Frame<K extends ClientFrame['kind']> = Extract<ClientFrame, { kind: K }>;

/** What is said in rooms: posts go straight to the log, behind the fence of the room's control lane. */
export class Talk {
  readonly #options: TalkOptions;

  constructor(options: TalkOptions) {
    this.#options = options;
  }

  /** Stores the message; everybody in the room, the sender too, hears it from the log. @throws Refused, EventLogUnavailable */
  async post({ session }: KnownPeer, frame: Frame<'post'>): Promise<void> {
    const { roomId, content, messageType, clientMessageId } = frame;
    if (!session.rooms.has(roomId)) throw new Refused('not_in_room');
    const { user } = session.identity;
    // Held while in flight, so that leaving right after posting does not close it.
    await this.#options.views.glance(roomId, async (view) => {
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
        place: placeRoomEvent(roomId),
        idempotencyKey: idempotencyKey(roomId, user, clientMessageId),
      });
      if (outcome.kind === 'rejected') throw new Refused(outcome.rejection);
      if (outcome.kind !== 'stored' || clientMessageId === undefined) return;
      const { position } = outcome;
      const recordedAt = await this.#recordedAt(view, position);
      session.send({
        kind: 'accepted',
        roomId,
        clientMessageId,
        epoch: this.#options.store.epoch,
        position,
        recordedAt,
      });
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
    : [roomId, user.id, clientMessageId].map((part) => encodeURIComponent(part)).join('/');
