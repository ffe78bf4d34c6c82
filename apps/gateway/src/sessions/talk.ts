import type { RoomWish } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { ClientFrame, ErrorCode } from '@noroshi/protocol';
import { messagePosition, type Posted, type Posting } from '../rooms/posting.js';
import type { RoomView } from '../rooms/room-view.js';
import type { RoomViews } from '../rooms/room-views.js';
import type { RoomsClient } from '../services/service-clients.js';
import type { KnownPeer } from './peer.js';
import { Refused } from '../refusal.js';

export interface TalkOptions {
  readonly epoch: string;
  readonly posting: Posting;
  readonly views: Pick<RoomViews, 'glance'>;
  readonly rooms: Pick<RoomsClient, 'execute'>;
}

/** Whoever is present in the room is about to be a member again, or to be shown out; a guest who listens need not be one. */
const whyNot = (code: ErrorCode, isListening: boolean): ErrorCode => {
  if (code !== 'not_a_member') return code;
  return isListening ? 'not_in_room' : 'unavailable';
};

type Frame<K extends ClientFrame['kind']> = Extract<ClientFrame, { kind: K }>;

/** What is said in rooms by those who are in them. */
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
    const { epoch, posting, views } = this.#options;
    // Held while in flight, so that leaving right after posting does not close it.
    await views.glance(roomId, async (view) => {
      const posted = await this.#post(view, session, frame);
      if (clientMessageId === undefined) return;
      const recordedAt = await posting.recordedAt(view, posted);
      session.send({ kind: 'accepted', roomId, clientMessageId, epoch, position: posted.position, recordedAt });
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

  async #post(view: RoomView, session: KnownPeer['session'], frame: Frame<'post'>): Promise<Posted> {
    const { replyTo, ...said } = frame;
    const post = replyTo === undefined ? said : { ...said, replyTo: this.#positionOf(replyTo) };
    try {
      return await this.#options.posting.post(view, session.identity.user, post);
    } catch (cause) {
      throw cause instanceof Refused ? new Refused(whyNot(cause.code, session.listens(view.roomId))) : cause;
    }
  }

  async #change({ session }: KnownPeer, roomId: string, change: Change): Promise<void> {
    if (!session.rooms.has(roomId)) throw new Refused('not_in_room');
    const wish: RoomWish = { ...change, by: session.identity.user, at: Date.now() };
    const answer = await this.#options.rooms.execute({ roomId, wish });
    if (!answer.ok) throw new Refused(answer.code);
  }

  #positionOf(messageId: string): Position {
    return messagePosition(messageId, this.#options.epoch);
  }
}

type Unsigned<W> = W extends unknown ? Omit<W, 'by' | 'at'> : never;
type Change = Unsigned<Extract<RoomWish, { type: 'EditMessage' | 'DeleteMessage' | 'React' | 'Unreact' }>>;
