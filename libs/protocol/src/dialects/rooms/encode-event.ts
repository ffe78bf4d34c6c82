import { formatMessageId, formatOffset, type Actor, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';

type Fields = Record<string, unknown>;

/** What this language says of an event; undefined: nothing (existing clients know no moderation). */
export function encodeEvent(recorded: RecordedEvent<RoomEvent>, epoch: string): Fields | undefined {
  const { event } = recorded;
  const said = (type: string, by: Actor, fields: Fields): Fields => ({
    type,
    ...fields,
    roomId: recorded.lane.entity,
    ...person(by),
    timestamp: new Date(recorded.recordedAt).toISOString(),
    offset: formatOffset(epoch, recorded.position),
  });
  const messageId = (position: number): Fields => ({ messageId: formatMessageId(epoch, position) });
  switch (event.type) {
    case 'MessagePosted':
      return said('message', event.by, {
        ...messageId(recorded.position),
        content: event.content,
        messageType: event.messageType,
        ...(event.clientMessageId === undefined ? {} : { clientMessageId: event.clientMessageId }),
        ...(event.replyTo && { replyTo: formatMessageId(epoch, event.replyTo.message) }),
      });
    case 'MessageEdited':
      return said('messageEdited', event.by, { ...messageId(event.message), content: event.content });
    case 'MessageDeleted':
      return said('messageDeleted', event.by, messageId(event.message));
    case 'ReactionAdded':
      return said('reaction', event.by, { ...messageId(event.message), emoji: event.emoji });
    case 'ReactionRemoved':
      return said('reaction', event.by, { ...messageId(event.message), emoji: event.emoji, removed: true });
    default:
      return undefined;
  }
}

export const person = ({ id, name, guest }: Actor): Fields => ({
  userId: id,
  username: name,
  ...(guest ? { guest: true } : {}),
});
