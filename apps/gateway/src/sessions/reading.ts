import { parseOffset, type HistoryQuery } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { RoomViews } from '../rooms/room-views.js';
import type { MessagesClient, RoomsClient } from '../services/service-clients.js';
import { refIn, type Asked } from './asked.js';
import type { KnownPeer } from './peer.js';
import { Refused } from '../refusal.js';

export interface ReadingOptions {
  readonly epoch: string;
  readonly views: RoomViews;
  readonly rooms: Pick<RoomsClient, 'members'>;
  readonly messages: Pick<MessagesClient, 'history' | 'markRead'>;
}

/** What somebody in a room can look up: what was said, who is in it, how far they have read. */
export class Reading {
  readonly #options: ReadingOptions;

  constructor(options: ReadingOptions) {
    this.#options = options;
  }

  async history({ session }: KnownPeer, frame: Asked<'history'>): Promise<void> {
    const { roomId, before, after, limit } = frame;
    if (!session.rooms.has(roomId)) throw new Refused('not_in_room');
    const { epoch, messages, views } = this.#options;
    const query: HistoryQuery = {
      roomId,
      limit,
      ...(before === undefined ? {} : { before: this.#position(before) }),
      ...(after === undefined ? {} : { after: this.#position(after) }),
    };
    const atLeast = await views.glance(roomId, (view) => view.position);
    const answer = await messages.history({ ...query, atLeast });
    if (!answer.ok) throw new Refused(answer.code);
    const { items, more } = answer;
    session.send({ kind: 'history', roomId, page: { items, more }, epoch, ...refIn(frame) });
  }

  async members({ session }: KnownPeer, frame: Asked<'members'>): Promise<void> {
    const { roomId } = frame;
    if (!session.rooms.has(roomId)) throw new Refused('not_in_room');
    const answer = await this.#options.rooms.members({ roomId });
    if (!answer.ok) throw new Refused(answer.code);
    const { members, count, present } = answer;
    session.send({ kind: 'members', roomId, members, count, present, ...refIn(frame) });
  }

  /** The answer comes to all of the user's connections on the reads channel. */
  async read({ session }: KnownPeer, { roomId, offset }: Asked<'read'>): Promise<void> {
    if (!session.rooms.has(roomId)) throw new Refused('not_in_room');
    const userId = session.identity.user.id;
    const answer = await this.#options.messages.markRead({ userId, roomId, position: this.#position(offset) });
    if (!answer.ok) throw new Refused(answer.code);
  }

  #position(offset: string): Position {
    const parsed = parseOffset(offset);
    if (parsed?.epoch !== this.#options.epoch) throw new Refused('invalid_offset');
    return parsed.position;
  }
}
