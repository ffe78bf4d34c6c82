import { randomUUID } from 'node:crypto';
import {
  authorKey,
  parseMessageId,
  placeRoomEvent,
  roomDecider,
  type Actor,
  type RoomCommand,
  type RoomEvent,
} from '@noroshi/domain';
import { handleCommand, type EventStore, type Position } from '@noroshi/event-sourcing';
import { Refused } from '../refusal.js';
import type { MessagesClient } from '../services/service-clients.js';
import type { RoomView } from './room-view.js';

export interface PostingOptions {
  readonly store: Pick<EventStore<RoomEvent>, 'append' | 'readAt'>;
  readonly messages: Pick<MessagesClient, 'facts'>;
}

export interface Post {
  readonly content: string;
  readonly messageType: string;
  readonly clientMessageId?: string;
  /** The message in that room which this one answers. */
  readonly replyTo?: Position;
}

export interface Posted {
  readonly position: Position;
  /** Of `ReplyTo`, of an answer that is stored now. */
  readonly root?: Position;
  /** Milliseconds since 1970; absent where it is not known without a look (`recordedAt`). */
  readonly recordedAt?: number;
}

/** How messages get into the log, whoever brings them: straight, behind the fence of the room's control lane. */
export class Posting {
  readonly #store: PostingOptions['store'];
  readonly #messages: PostingOptions['messages'];

  constructor({ store, messages }: PostingOptions) {
    this.#store = store;
    this.#messages = messages;
  }

  /**
   * Stores the message, once however often it is sent under one id; the view must stay held until it is.
   * @returns where it is stored, now or since the first time
   * @throws Refused, EventLogUnavailable
   */
  async post(view: RoomView, user: Actor, post: Post): Promise<Posted> {
    const { replyTo, ...said } = post;
    if (replyTo !== undefined) return this.#reply(view, user, { ...said, replyTo });
    const looked = view.sentBefore.first(user, said.clientMessageId);
    const first = looked instanceof Promise ? await looked : looked;
    return first ?? this.#append(view, user, said);
  }

  /** What is answered is asked for within the sender's turn: nobody else waits, and no later post of theirs overtakes. */
  async #reply(
    view: RoomView,
    user: Actor,
    { replyTo, ...said }: Post & { readonly replyTo: Position },
  ): Promise<Posted> {
    const asking = this.#messages.facts({ roomId: view.roomId, position: replyTo });
    const [first, answer] = await view.sentBefore.firstBesides(user, said.clientMessageId, asking);
    if (first) return first;
    if (!answer.ok) throw new Refused(answer.code);
    return this.#append(view, user, { ...said, replyTo: { message: answer.message } });
  }

  async #append(view: RoomView, user: Actor, said: Said): Promise<Posted> {
    const command = { type: 'PostMessage' as const, by: user, at: Date.now(), ...commandFields(said) };
    const outcome = await handleCommand(command, {
      decider: roomDecider,
      store: this.#store,
      load: (atLeast) => (atLeast ? view.reach(atLeast.position) : view.current()),
      place: placeRoomEvent(view.roomId),
      idempotencyKey: idempotencyKey(view.roomId, user, said.clientMessageId),
    });
    if (outcome.kind === 'rejected') throw new Refused(outcome.rejection);
    if (outcome.kind !== 'stored') throw new Error('a post is stored or rejected');
    const { event, position } = outcome;
    return event.type === 'MessagePosted' && event.replyTo ? { position, root: event.replyTo.root } : { position };
  }

  async recordedAt(view: RoomView, { position, recordedAt }: Posted): Promise<number> {
    const known = recordedAt ?? (await view.recordedAt(position));
    return known ?? (await this.#store.readAt(position))?.recordedAt ?? Date.now();
  }
}

type Said = Pick<
  Extract<RoomCommand, { type: 'PostMessage' }>,
  'content' | 'messageType' | 'clientMessageId' | 'replyTo'
>;

const commandFields = ({ content, messageType, clientMessageId, replyTo }: Said): Said => ({
  ...{ content, messageType },
  ...(clientMessageId === undefined ? {} : { clientMessageId }),
  ...(replyTo && { replyTo }),
});

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
