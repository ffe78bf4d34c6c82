export interface User {
  readonly userId: string;
  readonly name: string;
  /** Of a guest the id is only claimed. */
  readonly isGuest?: true;
}

/** Emoji to the ids of those who reacted with it, in the order they came. */
export type Reactions = Readonly<Record<string, readonly string[]>>;

/** A message as it is now, whatever happened to it since it was posted. */
export interface Message {
  /** Absent until it is stored. */
  readonly messageId?: string;
  /** Opaque place in the room's order; absent until it is stored. */
  readonly offset?: string;
  readonly roomId: string;
  readonly author: User;
  readonly content: string;
  /** `text` unless the sender said otherwise. */
  readonly messageType: string;
  /** Milliseconds since 1970, by the log's clock; of one that is not stored: when it was sent, by this device's. */
  readonly at: number;
  readonly editedAt?: number;
  readonly isDeleted?: true;
  readonly replyTo?: string;
  readonly reactions: Reactions;
  /** Of one's own; also what makes a resend safe. */
  readonly clientMessageId?: string;
  /** `pending`: in the outbox, will be sent; `failed`: refused, `error` says why, `retry` or `discard` it. */
  readonly status: 'stored' | 'pending' | 'failed';
  readonly error?: { readonly code: string; readonly message: string };
}

/** Stable over a message's life: what a list of them is keyed by. */
export const keyOf = (message: Message): string => message.clientMessageId ?? message.messageId ?? '';
