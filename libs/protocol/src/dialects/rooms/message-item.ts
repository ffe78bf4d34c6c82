import type { Static } from 'typebox';
import { formatMessageId, formatOffset, type Message } from '@noroshi/domain';
import type { MessageItem } from './server-schemas.js';

type Item = Static<typeof MessageItem>;

/** A message of the history: the `message` frame, with what has happened to it since. */
export function messageItem(message: Message, epoch: string): Item {
  const { roomId, position, by, replyTo } = message;
  return {
    type: 'message',
    messageId: formatMessageId(epoch, position),
    roomId,
    userId: by.id,
    username: by.name,
    ...(by.guest ? { guest: true } : {}),
    content: message.content,
    messageType: message.messageType,
    timestamp: new Date(message.postedAt).toISOString(),
    offset: formatOffset(epoch, position),
    ...(message.clientMessageId === undefined ? {} : { clientMessageId: message.clientMessageId }),
    ...(replyTo && { replyTo: formatMessageId(epoch, replyTo.message) }),
    ...sinceThen(message),
  };
}

const sinceThen = ({ editedAt, deletedAt, reactions }: Message): Pick<Item, 'editedAt' | 'deleted' | 'reactions'> => ({
  ...(editedAt === undefined ? {} : { editedAt: new Date(editedAt).toISOString() }),
  ...(deletedAt === undefined ? {} : { deleted: true }),
  ...(Object.keys(reactions).length === 0 ? {} : { reactions: reactions as Record<string, string[]> }),
});
