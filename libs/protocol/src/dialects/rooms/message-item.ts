import { formatMessageId, formatOffset, type Message } from '@noroshi/domain';

/** A message of the history: the `message` frame, with what has happened to it since. */
export function messageItem(message: Message, epoch: string): Record<string, unknown> {
  const { roomId, position, by, reactions } = message;
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
    ...(message.editedAt === undefined ? {} : { editedAt: new Date(message.editedAt).toISOString() }),
    ...(message.deletedAt === undefined ? {} : { deleted: true }),
    ...(Object.keys(reactions).length === 0 ? {} : { reactions }),
  };
}
