import type { Message } from '@noroshi/client';

/** What can be done to a message that is shown. The same object while the room is the same: rows are drawn for messages alone. */
export interface MessageDeeds {
  /** Takes the reaction back where it was one's own. */
  react(message: Message, emoji: string): void;
  reply(message: Message): void;
  startEdit(message: Message): void;
  endEdit(): void;
  edit(message: Message, content: string): void;
  remove(message: Message): void;
  retry(message: Message): void;
  discard(message: Message): void;
  /** To a message by its id, wherever in the history. */
  jumpTo(messageId: string): void;
}
