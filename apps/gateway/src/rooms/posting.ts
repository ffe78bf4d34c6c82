import { randomUUID } from 'node:crypto';
import { authorKey, parseMessageId, placeRoomEvent, roomDecider, type Actor, type RoomEvent } from '@noroshi/domain';
import { handleCommand, type EventStore, type Position } from '@noroshi/event-sourcing';
import { Refused } from '../refusal.js';
import type { RoomView } from './room-view.js';

export interface PostingOptions {
  readonly store: Pick<EventStore<RoomEvent>, 'append' | 'readAt'>;
}

export interface Post {
  readonly content: string;
  readonly messageType: string;
  readonly clientMessageId?: string;
}

export interface Posted {
  readonly position: Position;
  /** Milliseconds since 1970; absent where it is not known without a look (`recordedAt`). */
  readonly recordedAt?: number;
}

/** How messages get into the log, whoever brings them: straight, behind the fence of the room's control lane. */
export class Posting {
  readonly #store: PostingOptions['store'];

  constructor({ store }: PostingOptions) {
    this.#store = store;
  }

  /**
   * Stores the message, once however often it is sent under one id; the view must stay held until it is.
   * @returns where it is stored, now or since the first time
   * @throws Refused, EventLogUnavailable
   */
  async post(view: RoomView, user: Actor, post: Post): Promise<Posted> {
    const { clientMessageId } = post;
    const looked = view.sentBefore.first(user, clientMessageId);
    const first = looked instanceof Promise ? await looked : looked;
    if (first) return first;
    const command = { type: 'PostMessage' as const, by: user, at: Date.now(), ...commandFields(post) };
    const outcome = await handleCommand(command, {
      decider: roomDecider,
      store: this.#store,
      load: (atLeast) => (atLeast ? view.reach(atLeast.position) : view.current()),
      place: placeRoomEvent(view.roomId),
      idempotencyKey: idempotencyKey(view.roomId, user, clientMessageId),
    });
    if (outcome.kind === 'rejected') throw new Refused(outcome.rejection);
    if (outcome.kind !== 'stored') throw new Error('a post is stored or rejected');
    return { position: outcome.position };
  }

  async recordedAt(view: RoomView, { position, recordedAt }: Posted): Promise<number> {
    const known = recordedAt ?? (await view.recordedAt(position));
    return known ?? (await this.#store.readAt(position))?.recordedAt ?? Date.now();
  }
}

const commandFields = ({ content, messageType, clientMessageId }: Post): Post =>
  clientMessageId === undefined ? { content, messageType } : { content, messageType, clientMessageId };

/** Where a message is in this log. @throws Refused `message_not_found`: one of another log is not in this one */
export function messagePosition(messageId: string, epoch: string): Position {
  const offset = parseMessageId(messageId);
  if (offset?.epoch !== epoch || offset.position < 1) throw new Refused('message_not_found');
  return offset.position;
}

/** Unique over the log: a client's id is unique per user and room only. Without one a retry of ours is still stored once. */
const idempotencyKey = (roomId: string, user: Actor, clientMessageId: string | undefined): string =>
  clientMessageId === undefined
    ? randomUUID()
    : [roomId, authorKey(user), clientMessageId].map((part) => encodeURIComponent(part)).join('/');
