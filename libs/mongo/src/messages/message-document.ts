import { authorKey, foldedForSearch, type Message } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { ObjectId } from 'mongodb';

/** A message as it is kept: what people see of it, and what keeps it right. */
export interface MessageDocument extends Omit<Message, 'reactions'> {
  readonly _id?: ObjectId;
  /** No field is named by a reaction: some are `__proto__`, or hold a dot. */
  readonly reactions: readonly { readonly emoji: string; readonly by: readonly string[] }[];
  /** Of the last event about it that is in: what comes again changes nothing. */
  readonly applied: Position;
  /**
   * Unique in its room: by the author's client message id, else by the position. One unique index for both, since not every
   * server honours one that leaves documents out.
   */
  readonly sent: { readonly by: string; readonly id: string | Position };
  /** What is searched. */
  readonly folded: string;
  /** When the server removes it; absent: never. */
  readonly expiresAt?: Date;
}

/** No author has this key. */
const NOBODY = '';
const DAY_MS = 86_400_000;

export interface Keeping {
  readonly applied: Position;
  /** Days from the post on; 0: for good. */
  readonly days: number;
}

export function toDocument(message: Message, { applied, days }: Keeping): MessageDocument {
  const { by, clientMessageId, position, content, reactions, postedAt } = message;
  return {
    ...message,
    reactions: Object.entries(reactions).map(([emoji, users]) => ({ emoji, by: users })),
    applied,
    sent: clientMessageId === undefined ? { by: NOBODY, id: position } : { by: authorKey(by), id: clientMessageId },
    folded: foldedForSearch(content),
    ...(days === 0 ? {} : { expiresAt: new Date(postedAt + days * DAY_MS) }),
  };
}

export function toMessage({
  _id,
  applied: _applied,
  sent: _sent,
  folded: _folded,
  expiresAt: _expiresAt,
  reactions,
  ...message
}: MessageDocument): Message {
  return { ...message, reactions: Object.fromEntries(reactions.map(({ emoji, by }) => [emoji, by])) };
}
