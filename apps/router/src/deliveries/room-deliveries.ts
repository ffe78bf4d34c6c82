import { formatMessageId, formatOffset, roomCategory, type RoomEvent } from '@noroshi/domain';
import { isUndecodable, type RecordedEvent } from '@noroshi/event-sourcing';
import type { Delivery, Translation } from './delivery.js';

/** Every event of a room is told as it is, with its place, and with the message that it is about by its id. */
export function roomDeliveries(epoch: string): Translation<RoomEvent> {
  const translate = (recorded: RecordedEvent<RoomEvent>) =>
    isUndecodable(recorded.event) ? [] : [deliveryOf(recorded, epoch)];
  return {
    category: roomCategory,
    lanes: ['control', 'members', 'talk'],
    needsHistory: false,
    translate,
    again: (recorded) => Promise.resolve(translate(recorded)),
  };
}

function deliveryOf({ event, lane, position, recordedAt }: RecordedEvent<RoomEvent>, epoch: string): Delivery {
  const { type, ...fields } = event;
  const offset = formatOffset(epoch, position);
  return {
    id: `room_${offset}`,
    type,
    roomId: lane.entity,
    at: recordedAt,
    data: { ...fields, ...idsIn(event, position, epoch), roomId: lane.entity, offset },
  };
}

/** In place of the positions of messages. */
function idsIn(event: RoomEvent, position: number, epoch: string): object {
  const idAt = (place: number) => formatMessageId(epoch, place);
  if (event.type === 'MessagePosted') {
    const { replyTo } = event;
    const answered = replyTo && {
      replyTo: { messageId: idAt(replyTo.message), rootId: idAt(replyTo.root), author: replyTo.author },
    };
    return { messageId: idAt(position), ...answered };
  }
  if (!('message' in event)) return {};
  const root = 'root' in event ? event.root : undefined;
  const ids = { messageId: idAt(event.message), ...(root === undefined ? {} : { rootId: idAt(root) }) };
  return { message: undefined, root: undefined, ...ids };
}
