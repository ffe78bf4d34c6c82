import type { Message } from '@noroshi/client';

/** What can be done to a message that is shown. The same object while the room is the same: rows are drawn for messages alone. */
export interface MessageDeeds {
  /** Takes the reaction back where it was one's own. */
  readonly react: (message: Message, emoji: string) => void;
  readonly reply: (message: Message) => void;
  readonly startEdit: (message: Message) => void;
  readonly endEdit: () => void;
  readonly edit: (message: Message, content: string) => void;
  readonly remove: (message: Message) => void;
  readonly retry: (message: Message) => void;
  readonly discard: (message: Message) => void;
  /** To a message by its id, wherever in the history. */
  readonly jumpTo: (messageId: string) => void;
}

interface OnMessage {
  readonly message: Message;
  /** One's own. */
  readonly userId: string;
  readonly deeds: MessageDeeds;
}

/** What a single key means on a message; undefined: nothing, or nothing that this user may do. */
export function deedByKey(key: string, { message, userId, deeds }: OnMessage): (() => void) | undefined {
  if (message.status !== 'stored' || message.isDeleted) return undefined;
  const isMine = message.author.userId === userId;
  const deedsByKey: Readonly<Record<string, (() => void) | false>> = {
    r: () => deeds.reply(message),
    f: () => deeds.react(message, '🔥'),
    e: isMine && (() => deeds.startEdit(message)),
  };
  return (Object.hasOwn(deedsByKey, key) && deedsByKey[key]) || undefined;
}
